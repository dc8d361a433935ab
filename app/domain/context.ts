import type { Actor } from '#app/domain/access/actor.ts'
import type { Clock } from '#app/domain/clock.ts'
import type { Mailer } from '#app/mail/types.ts'
import { type Database, type Transaction, transaction } from '#db/client.ts'
import type { Storage } from '#storage/contract.ts'

/** What the domain writes to the log. pino fits. */
export interface Log {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** Settings the rules need; parsed once in app/config, passed down. */
export interface Settings {
  readonly publicUrl: string
  readonly statusUrl: string
  readonly provider: { readonly name: string; readonly supportEmail: string }
  /** "HH:MM" in Paris on business days: payouts that are not ready by then leave on the next one. */
  readonly payoutCutoff: string
  /** Key for tokens that are derived instead of stored (unsubscribe links), and for what is stored sealed. */
  readonly secret: string
  /** For one's own machine: webhooks may go to private and loopback addresses, and there without TLS. */
  readonly privateWebhooks: boolean
}

/** Everything a verb or query may touch. One per request or job run. */
export interface Context {
  readonly db: Database
  readonly storage: Storage
  readonly mailer: Mailer
  readonly clock: Clock
  readonly actor: Actor
  readonly log: Log
  readonly settings: Settings
}

/** A context inside a transaction: `db` is the transaction, so nothing can slip out of it. */
export interface TransactionContext extends Context {
  readonly db: Transaction
}

/**
 * Runs `work` in one transaction: all of it lands, or nothing. A context that is already inside one is
 * reused, so verbs compose. The database refuses the commit when a guarded table changed without an audit
 * row (migration 0002).
 */
export function withTransaction<T>(ctx: Context, work: (tx: TransactionContext) => Promise<T>): Promise<T> {
  return transaction(ctx.db, (trx) => work({ ...ctx, db: trx }))
}
