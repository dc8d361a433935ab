import { z } from 'zod'
import type { Context } from '#app/domain/context.ts'
import { Policy } from '#db/models/restrictions.ts'

const capability = z.enum(['payments', 'payouts'])

/** Time from the rung before (for the first: from the end of the deadline's day), always to the end of a day. */
const after = z.union([
  z.strictObject({ businessDays: z.int().min(0).max(60) }),
  z.strictObject({ days: z.int().min(0).max(365) }),
])

/** The rules that a version of the policy sets; compliance.md explains each. */
export const policyRulesSchema = z.strictObject({
  deadlineDays: z.int().min(1).max(365),
  floorDays: z.int().min(0).max(365),
  /** Days before the deadline on which a reminder is due; 0 is the day itself. */
  reminderDays: z.array(z.int().min(0).max(365)).min(1),
  /** One step is enough for a policy that suspends at once. */
  ladder: z.array(z.strictObject({ after, withhold: z.array(capability).min(1) })).min(1),
  breaker: z.strictObject({ accounts: z.int().min(0), share: z.number().min(0).max(1) }),
  renewal: z
    .strictObject({
      /** Days before a document's end on which the next one is asked, and on which its clock starts. */
      askDays: z.int().min(1).max(365),
      startDays: z.int().min(1).max(365),
      /** Years after which everything is looked at again, by the account's risk. */
      reviewYears: z.strictObject({ high: z.int().min(1).max(5), standard: z.int().min(1).max(5) }),
    })
    .default({ askDays: 60, startDays: 30, reviewYears: { high: 1, standard: 5 } }),
})

export type PolicyRules = z.infer<typeof policyRulesSchema>

export interface CurrentPolicy {
  readonly version: number
  readonly rules: PolicyRules
}

/** The newest version of the policy. Throws when the stored rules do not fit: acting on a guess would be worse. */
export async function currentPolicy(ctx: Pick<Context, 'db'>): Promise<CurrentPolicy> {
  const policy = await Policy.query(ctx.db).orderBy('version', 'desc').first().throwIfNotFound()
  return { version: policy.version, rules: policyRulesSchema.parse(policy.rules) }
}
