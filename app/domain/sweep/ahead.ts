import { daysBetween, parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import { reachedLadder } from '#app/domain/policy/ladder-sql.ts'
import { newGrounds, planRestrictions } from '#app/domain/sweep/plan-restrictions.ts'
import { type Protection, protectionsOf } from '#app/domain/sweep/protections.ts'
import { rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** A document that is the reason, as an officer reads it. */
export interface DocumentBehind {
  requirementId: string
  nameFr: string
  nameEn: string
  subject: string
  deadlineAt: Date
  daysOverdue: number
  /** When the mail server took each of the notices that the decision would rely on, oldest first. */
  noticesAcceptedAt: Date[]
}

/** An account from which a run would take something, and why. */
export interface RestrictionAhead {
  accountId: string
  accountName: string
  /** What it would newly lose; empty when nothing follows any more. */
  capabilities: Capability[]
  documents: DocumentBehind[]
  /** Where nothing follows: what protects it; empty when nothing is open any more. */
  protections: Protection[]
}

/**
 * What a run at `at` would take from each of these accounts by the rules of the sweep, in the order given. An
 * account from which nothing would be taken is listed without capabilities.
 */
export async function restrictionsAhead(
  ctx: Pick<Context, 'db'>,
  policy: CurrentPolicy,
  at: Date,
  accounts: readonly { accountId: string; accountName: string }[],
): Promise<RestrictionAhead[]> {
  const ladder = reachedLadder(policy, at)
  const plans = await planRestrictions(
    ctx,
    policy,
    ladder,
    accounts.map(({ accountId }) => accountId),
  )
  const spared = accounts.filter((account) => !plans.some(({ accountId }) => accountId === account.accountId))
  const protections = await protectionsOf(
    ctx,
    at,
    spared.map(({ accountId }) => accountId),
  )
  const names = await namesOf(
    ctx,
    plans.flatMap(({ facts }) => facts.requirements.map(({ requirementId }) => requirementId)),
  )
  return accounts.map((account) => {
    const plan = plans.find(({ accountId }) => accountId === account.accountId)
    if (!plan) {
      const spare = protections.get(account.accountId) ?? []
      return { ...account, capabilities: [], documents: [], protections: spare }
    }
    const standing = plan.standing.map(({ capability }) => capability)
    const grounds = Object.entries(newGrounds(plan)) as [Capability, readonly string[]][]
    const fresh = grounds.filter(([capability]) => !standing.includes(capability))
    const reasons = new Set(fresh.flatMap(([, requirementIds]) => requirementIds))
    return {
      ...account,
      capabilities: fresh.map(([capability]) => capability).sort(),
      protections: [],
      documents: plan.facts.requirements
        .filter(({ requirementId }) => reasons.has(requirementId))
        .map(({ requirementId, deadlineAt, notices }) => ({
          ...(names.get(requirementId) as DocumentName),
          deadlineAt: new Date(deadlineAt),
          daysOverdue: daysBetween(parisDay(new Date(deadlineAt)), parisDay(at)),
          noticesAcceptedAt: notices.map(({ acceptedAt }) => new Date(acceptedAt)),
        })),
    }
  })
}

type DocumentName = Pick<DocumentBehind, 'requirementId' | 'nameFr' | 'nameEn' | 'subject'>

async function namesOf(ctx: Pick<Context, 'db'>, ids: string[]): Promise<Map<string, DocumentName>> {
  const found = await rows<DocumentName>(
    ctx.db,
    `select q.id as requirement_id, t.name_fr, t.name_en, q.subject
       from requirements q join document_types t on t.code = q.document_type
      where q.id = any(cast(:ids as uuid[]))`,
    { ids },
  )
  return new Map(found.map((one) => [one.requirementId, one]))
}
