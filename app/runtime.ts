import { type Logger, pino } from 'pino'
import type { Config } from '#app/config/config.ts'
import type { Actor } from '#app/domain/access/actor.ts'
import { type Clock, systemClock } from '#app/domain/clock.ts'
import type { Context, Settings } from '#app/domain/context.ts'
import { openMailer } from '#app/mail/mailer.ts'
import type { Mailer } from '#app/mail/types.ts'
import { type Database, openDatabase } from '#db/client.ts'
import type { Storage } from '#storage/contract.ts'
import { openStorage } from '#storage/open.ts'

/** What a process holds open: the composition root of web, worker and command line. */
export interface Runtime {
  readonly config: Config
  readonly db: Database
  readonly storage: Storage
  readonly mailer: Mailer
  readonly log: Logger
  readonly settings: Settings
  /** A context for one request or job run. */
  context(actor: Actor, clock?: Clock): Context
  close(): Promise<void>
}

/** Opens everything a process needs, by configuration alone. Connections are made when first used. */
export function openRuntime(config: Config, name: 'web' | 'worker' | 'cli'): Runtime {
  const log = openLog(config, name)
  const db = openDatabase(config.databaseUrl, {
    name: `vigie-${name}`,
    warn: (message) => log.warn(message),
  })
  const storage = openStorage(config.storageUrl)
  const mailer = openMailer({
    smtpUrl: config.smtpUrl,
    from: config.mailFrom,
    provider: config.provider,
  })
  const settings: Settings = {
    publicUrl: config.publicUrl,
    statusUrl: config.statusUrl,
    provider: config.provider,
    payoutCutoff: config.payoutCutoff,
    secret: config.sessionSecret,
    privateWebhooks: config.privateWebhooks,
  }
  return {
    config,
    db,
    storage,
    mailer,
    log,
    settings,
    context: (actor, clock = systemClock) => ({ db, storage, mailer, clock, actor, log, settings }),
    close: async () => {
      mailer.close()
      await db.destroy()
    },
  }
}

/** A line of JSON for each thing that happened. The command line's answer goes to standard output, alone. */
export const openLog = ({ logLevel }: Pick<Config, 'logLevel'>, name: string): Logger =>
  pino(
    { level: logLevel, base: { process: name, pid: process.pid } },
    pino.destination(name === 'cli' ? 2 : 1),
  )
