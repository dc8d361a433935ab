import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, vi } from 'vitest'
import { parseConfig } from '#app/config/config.ts'
import { type Actor, system } from '#app/domain/access/actor.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import type { Context } from '#app/domain/context.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import type { Services } from '#app/http/load-context.ts'
import { openRuntime } from '#app/runtime.ts'
import type { Database } from '#db/client.ts'
import { startMailCatcher } from '#local/mail-catcher.ts'
import { freePort } from '#local/ports.ts'
import type { Person } from '#tests/factories/user.ts'
import { createTestDatabase } from '#tests/setup/database.ts'
import { type RunningProcess, runProcess } from '#tests/setup/process.ts'

const READY_TIMEOUT_MS = 30_000
const MAIL_TIMEOUT_MS = 15_000

/** A mail as it left the product, read from the mail catcher. */
export interface CaughtMail {
  readonly id: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly to: readonly { address: string }[]
  /** As it came over the wire. */
  readonly source: string
}

/** The product as it is shipped: its built web process, its worker, a mail server, a database and a store. */
export interface Application {
  readonly url: string
  readonly db: Database
  /** Everything that web and worker wrote so far, a line each. */
  readonly log: readonly string[]
  /** The same database and store as `actor`, to set a scene by the product's own verbs. */
  context(actor?: Actor): Context
  /** `name=value` of a cookie that signs this person in. */
  cookieOf(person: Pick<Person, 'actor'>): Promise<string>
  /** Runs the command line to its end. */
  vigie(...args: string[]): Promise<{ code: number; output: string }>
  /** The newest mail to this address, once there is one with such a subject that was not waited for before. */
  waitForMail(address: string, subject?: RegExp): Promise<CaughtMail>
  /** Fails when a process wrote an error, or has to be killed; leaves no process, database or file. */
  stop(): Promise<void>
}

/** Starts all of it on free ports, with fixed variables, and waits until `/readyz` answers 200. */
export async function startApplication(): Promise<Application> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-application-'))
  const [database, catcher, port] = await Promise.all([
    createTestDatabase(),
    startMailCatcher({ smtpPort: 0, webPort: 0, folder: path.join(folder, 'mail') }),
    freePort(),
  ])
  const url = `http://127.0.0.1:${port}`
  const env = {
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: url,
    DATABASE_URL: database.url,
    STORAGE_URL: `file:${path.join(folder, 'storage')}`,
    SMTP_URL: catcher.smtpUrl,
    MAIL_FROM: 'Vigie <no-reply@vigie.test>',
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    WEBHOOK_ALLOW_PRIVATE: 'true',
    LOG_LEVEL: 'warn',
  }
  const log: string[] = []
  const runtime = openRuntime(parseConfig({ ...env, LOG_LEVEL: 'silent' }), 'cli')
  const web = runProcess('app/web.ts', env, log)
  const worker = runProcess('jobs/worker.ts', env, log)
  const waitedFor = new Set<string>()

  const mailsTo = async (address: string): Promise<Omit<CaughtMail, 'source'>[]> => {
    const answer = await fetch(`${catcher.webUrl}/api/email`)
    const mails = (await answer.json()) as Omit<CaughtMail, 'source'>[]
    return mails.filter(({ to }) => to.some((one) => one.address === address))
  }
  const application: Application = {
    url,
    db: database.db,
    log,
    context: (actor = system('test')) => runtime.context(actor),
    async cookieOf({ actor }) {
      const visitor = { address: '127.0.0.1', userAgent: '' }
      const { token } = await openSession(
        runtime.context(actor),
        { id: actor.userId, role: actor.role },
        visitor,
      )
      const services = { publicUrl: url } as Services
      return (await sessionCookie(services).serialize(token)).split(';', 1)[0] ?? ''
    },
    async vigie(...args) {
      const output: string[] = []
      const command = runProcess('jobs/cli.ts', env, output, args)
      return { code: await command.ended, output: output.join('\n') }
    },
    waitForMail: (address, subject = /./) =>
      vi.waitFor(
        async () => {
          const mails = await mailsTo(address)
          const mail = mails.findLast((one) => subject.test(one.subject) && !waitedFor.has(one.id))
          if (!mail) {
            const found = mails.map((one) => one.subject).join(' | ')
            throw new Error(`no new mail to ${address} with ${subject}; there are: ${found || 'none'}`)
          }
          waitedFor.add(mail.id)
          const source = await fetch(`${catcher.webUrl}/api/email/${mail.id}/source`)
          return { ...mail, source: await source.text() }
        },
        { timeout: MAIL_TIMEOUT_MS, interval: 100 },
      ),
    async stop() {
      const codes = await Promise.all([web.stop(), worker.stop()])
      await Promise.all([catcher.stop(), runtime.close()])
      await Promise.all([database.drop(), rm(folder, { recursive: true })])
      expect(codes, log.join('\n')).toEqual([0, 0])
      expect(log.filter((line) => /"level":(50|60)/.test(line) || !line.startsWith('{'))).toEqual([])
    },
  }
  await untilReady(url, [web, worker], log)
  return application
}

async function untilReady(url: string, processes: RunningProcess[], log: string[]): Promise<void> {
  const gone = () => processes.some(({ child }) => child.exitCode !== null)
  await vi.waitFor(
    async () => {
      if (gone()) return
      const answer = await fetch(`${url}/readyz`)
      if (!answer.ok) throw new Error(await answer.text())
    },
    { timeout: READY_TIMEOUT_MS, interval: 100 },
  )
  if (gone()) throw new Error(`a process ended before it was ready:\n${log.join('\n')}`)
}
