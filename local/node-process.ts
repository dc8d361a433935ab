import { fork } from 'node:child_process'
import path from 'node:path'
import type { Running } from '#local/supervisor.ts'

const STOP_TIMEOUT_MS = 15_000

/**
 * Runs one of the project's own TypeScript files as a process. It shares our terminal's output but not its Ctrl-C,
 * so that the order of stopping is ours; it leaves by itself when the channel to us closes ('disconnect').
 */
export function runNode(
  file: string,
  args: string[],
  env: Record<string, string>,
  flags: string[] = [],
): Running {
  const root = path.dirname(import.meta.dirname)
  const child = fork(path.join(root, file), args, {
    cwd: root,
    env: { ...process.env, ...env },
    execArgv: [...flags, '--import', 'tsx'],
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`))
  })
  return {
    ended,
    async stop() {
      child.kill('SIGTERM')
      const forced = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
      await ended
      clearTimeout(forced)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
