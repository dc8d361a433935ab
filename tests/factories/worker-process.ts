import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export interface WorkerProcess {
  readonly child: ChildProcess
  /** Ends it as a machine that loses power does. */
  kill(): Promise<void>
  /** Asks it to stop; resolves with its exit code. */
  stop(how?: 'SIGTERM' | 'SIGINT' | 'disconnect'): Promise<number | null>
}

/** The real worker process, as `npm run worker` starts it, on a database and a mail server of the test's own. */
export function startWorkerProcess(urls: { database: string; smtp: string; storage: string }): WorkerProcess {
  const root = path.resolve(import.meta.dirname, '../..')
  const child = fork(path.join(root, 'jobs/worker.ts'), [], {
    cwd: root,
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      DATABASE_URL: urls.database,
      SMTP_URL: urls.smtp,
      STORAGE_URL: `file:${urls.storage}`,
      PUBLIC_URL: 'https://vigie.test',
      MAIL_FROM: 'Vigie <no-reply@vigie.test>',
      SESSION_SECRET: 'only-for-tests-0123456789-abcdefghij',
      LOG_LEVEL: 'fatal',
    },
  })
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  return {
    child,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async stop(how = 'SIGTERM') {
      if (how === 'disconnect') child.disconnect()
      else child.kill(how)
      const [code] = await exited
      return code
    },
  }
}
