import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Actor } from '#app/domain/access/actor.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { fixedClock } from '#app/domain/clock.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { openMailer } from '#app/mail/mailer.ts'
import type { Database } from '#db/client.ts'
import { openStorage } from '#storage/open.ts'

export const NOW = '2026-03-10T09:00:00.000Z'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** A context on a test's own database, at a fixed time; it can reach no mail server. */
export function deskContext(db: Database, actor: Actor, at: string = NOW): Context {
  return {
    db,
    storage: openStorage(`file:${path.join(tmpdir(), 'vigie-test-objects')}`),
    mailer: openMailer({
      smtpUrl: 'smtp://127.0.0.1:1',
      from: 'Vigie <vigie@vigie.test>',
      provider: { name: 'Vigie', supportEmail: 'support@vigie.test' },
    }),
    clock: fixedClock(at),
    actor,
    log: silent,
    settings: {
      publicUrl: 'https://vigie.test',
      statusUrl: 'https://status.vigie.test',
      provider: { name: 'Vigie', supportEmail: 'support@vigie.test' },
      payoutCutoff: '16:00',
      secret: 'a-secret-of-the-tests-alone',
      privateWebhooks: true,
    },
  }
}

/** Writes rows as they would stand, with the audit entry that the database asks for. */
export function write<T>(ctx: Context, work: (tx: TransactionContext) => PromiseLike<T>): Promise<T> {
  return withTransaction(ctx, async (tx) => {
    const written = await work(tx)
    await recordAudit(tx, { action: 'test.written', subjectType: 'test', subjectId: '1', accountId: null })
    return written
  })
}
