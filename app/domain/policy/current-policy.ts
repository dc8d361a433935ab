import type { Context } from '#app/domain/context.ts'
import {
  type PolicyContent,
  type PolicyRules,
  policyContentSchema,
  policyRulesSchema,
} from '#app/domain/policy/schemas.ts'
import { Policy } from '#db/models/restrictions.ts'

export interface CurrentPolicy {
  readonly version: number
  readonly rules: PolicyRules
}

/** The version in force. Throws when the stored rules do not fit: acting on a guess would be worse. */
export async function currentPolicy(ctx: Pick<Context, 'db'>): Promise<CurrentPolicy> {
  const policy = await Policy.query(ctx.db)
    .select('version', 'rules')
    .findOne({ status: 'in_force' })
    .throwIfNotFound()
  return { version: policy.version, rules: policyRulesSchema.parse(policy.rules) }
}

/** The same with its types and sets: for few accounts, what the tables made of them say for many. */
export async function currentContent(ctx: Pick<Context, 'db'>): Promise<CurrentPolicy & PolicyContent> {
  const { version, rules, documentTypes, requiredSets } = await Policy.query(ctx.db)
    .select('version', 'rules', 'documentTypes', 'requiredSets')
    .findOne({ status: 'in_force' })
    .throwIfNotFound()
  return { version, ...policyContentSchema.parse({ rules, documentTypes, requiredSets }) }
}
