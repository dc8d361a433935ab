import { fork } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { LocalError } from '#local/local-error.ts'

export interface MailCatcherOptions {
  /** 0 for a free port. */
  smtpPort: number
  /** 0 for a free port. */
  webPort: number
  /** Keeps the mails, also across starts. Files of the person's own: mode 700. */
  folder: string
}

export interface RunningMailCatcher {
  /** For SMTP_URL. */
  readonly smtpUrl: string
  /** Its page for people; `GET /api/email` answers all mails, newest last, with `to`, `subject`, `html` and `text`. */
  readonly webUrl: string
  readonly ended: Promise<string>
  stop(): Promise<void>
  kill(): void
}

/** What the child says first. */
export type CatcherReport = { smtpPort: number; webPort: number } | { failed: string }

/**
 * Starts the mail catcher (maildev) on the loopback address, in a process of its own that leaves when this one is
 * gone. Throws LocalError with one line when it cannot start.
 */
export async function startMailCatcher(options: MailCatcherOptions): Promise<RunningMailCatcher> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 })
  const child = fork(path.join(import.meta.dirname, 'mail-catcher-process.ts'), [JSON.stringify(options)], {
    execArgv: ['--import', 'tsx'],
    // Its own session: a Ctrl-C in the terminal must not end it before those that still send.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`))
  })
  const report = await Promise.race([
    new Promise<CatcherReport>((resolve) =>
      child.once('message', (message) => resolve(message as CatcherReport)),
    ),
    ended.then((how): CatcherReport => ({ failed: how })),
  ])
  if ('failed' in report) throw new LocalError(`the mail catcher does not start: ${report.failed}`)
  return {
    smtpUrl: `smtp://127.0.0.1:${report.smtpPort}`,
    webUrl: `http://127.0.0.1:${report.webPort}`,
    ended,
    async stop() {
      child.kill('SIGTERM')
      const forced = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(forced)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
