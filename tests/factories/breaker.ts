import { recordAudit } from '#app/domain/audit/record.ts'
import type { Context } from '#app/domain/context.ts'
import { type PolicyRules, policyRulesSchema } from '#app/domain/restrictions/policy.ts'
import type { Database } from '#db/client.ts'
import { Policy } from '#db/models/restrictions.ts'
import { addMerchants, ask, type Merchant, sweepContext } from '#tests/factories/overdue.ts'
import { write } from '#tests/factories/review-scene.ts'

/** Another version of the rules in force, with this in it; by nobody unless told. */
export async function changePolicy(
  ctx: Context,
  changes: Partial<PolicyRules>,
  createdBy: string | null = null,
): Promise<number> {
  const before = await Policy.query(ctx.db).orderBy('version', 'desc').first().throwIfNotFound()
  const version = before.version + 1
  await write(ctx, async (tx) => {
    const rules = { ...policyRulesSchema.parse(before.rules), ...changes }
    await Policy.query(tx.db).insert({ version, rules, createdBy, createdAt: tx.clock.now() })
    await recordAudit(tx, {
      action: 'policy.created',
      subjectType: 'policy',
      subjectId: String(version),
      accountId: null,
    })
  })
  return version
}

/** For tests of something else whose runs restrict many at once. */
export const widenBreaker = (db: Database): Promise<number> =>
  changePolicy(sweepContext(db, '2025-01-01T00:00:00Z'), { breaker: { accounts: 1_000_000, share: 1 } })

/** Merchants whose document was due on Friday 13 February 2026, told twice: payouts go at the end of 18 February. */
export async function overdueMerchants(
  db: Database,
  count: number,
  asked: Partial<Parameters<typeof ask>[2]> = {},
): Promise<Merchant[]> {
  const merchants = await addMerchants(db, count)
  await ask(db, merchants, {
    deadline: '2026-02-13',
    notices: ['2026-01-05T09:00:00Z', '2026-01-30T09:00:00Z'],
    ...asked,
  })
  return merchants
}
