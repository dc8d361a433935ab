import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'

const root = path.dirname(path.dirname(import.meta.dirname))
const STOP_TIMEOUT_MS = 30_000

export interface RunningProcess {
  readonly child: ChildProcess
  /** The exit code; -1 when a signal ended it. */
  readonly ended: Promise<number>
  /** Asks it to stop, and returns its exit code. */
  stop(): Promise<number>
}

/** Runs one of the project's own files; its lines go to `lines`. It leaves by itself when this process is gone. */
export function runProcess(
  file: string,
  env: Record<string, string>,
  lines: string[],
  args: string[] = [],
): RunningProcess {
  const child = fork(path.join(root, file), args, {
    cwd: root,
    env: { ...process.env, ...env },
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk).split('\n')
      rest = parts.pop() ?? ''
      lines.push(...parts)
    })
    stream?.on('end', () => rest && lines.push(rest))
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? -1))
  })
  return {
    child,
    ended,
    async stop() {
      child.kill('SIGTERM')
      const forced = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
      const code = await ended
      clearTimeout(forced)
      return code
    },
  }
}
