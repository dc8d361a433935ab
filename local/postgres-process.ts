import { type ChildProcess, spawn } from 'node:child_process'
import { systemCode } from '#local/local-error.ts'
import { type PostgresHome, serverEnvironment } from '#local/postgres-home.ts'

/** Runs a program of the server as its user, in a session of its own: Ctrl-C in the terminal does not reach it. */
export function runAs(
  home: PostgresHome,
  program: string,
  args: string[],
  stdio: ('ignore' | 'pipe' | number)[],
): ChildProcess {
  const identity = home.user ? { uid: home.user.uid, gid: home.user.gid } : {}
  return spawn(program, args, {
    cwd: home.folder,
    env: serverEnvironment,
    detached: true,
    stdio,
    ...identity,
  })
}

export function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`))
  })
}

/** The line of the server's messages that says why, without its time and level. */
export function reason(messages: string): string {
  const lines = messages.split('\n').filter((line) => line.trim())
  const telling = lines.find((line) => /No space left|could not bind/.test(line))
  const line =
    telling ?? lines.find((text) => /FATAL|PANIC|error:/.test(text)) ?? lines.at(-1) ?? 'no message'
  return line.replace(/^.*?(FATAL|PANIC|LOG|error|WARNING):\s*/, '')
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error
  }
}
