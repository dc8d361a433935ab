import { type AuditFacts, recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { newId, type RestrictionId } from '#app/domain/ids.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import { actorName } from '#app/domain/restrictions/actor-name.ts'
import type { Basis } from '#app/domain/restrictions/decision.ts'
import { newGrounds, type PlannedRestriction } from '#app/domain/restrictions/plan-restrictions.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import { type Capability, Restriction, RestrictionRequirement } from '#db/models/restrictions.ts'

interface Ground {
  plan: PlannedRestriction
  restrictionId: string
  capability: Capability
  requirementIds: readonly string[]
  /** True where the capability was not withheld before. */
  imposed: boolean
  basis: Basis
}

/**
 * Withholds what was planned: restrictions, what each rests on, audit and notices, in this transaction. The
 * database refuses the whole of it where a rule of compliance.md forbids one part.
 */
export async function imposeRestrictions(
  tx: TransactionContext,
  plans: readonly PlannedRestriction[],
): Promise<void> {
  const grounds = plans.flatMap(groundsOf)
  if (grounds.length === 0) return
  const now = tx.clock.now()
  const imposed = grounds.filter((ground) => ground.imposed)
  const added = grounds.filter((ground) => !ground.imposed)
  if (imposed.length > 0) {
    await Restriction.query(tx.db).insert(
      imposed.map(({ plan, restrictionId, capability, basis }) => ({
        id: restrictionId,
        accountId: plan.accountId,
        capability,
        cause: 'documents_overdue' as const,
        imposedAt: now,
        imposedBy: actorName(tx.actor),
        basis,
      })),
    )
  }
  await rows(
    tx.db,
    `update restrictions r
        set basis = jsonb_build_object('decisions', (r.basis -> 'decisions') || (a.basis -> 'decisions'))
       from jsonb_to_recordset(:added) as a (id uuid, basis jsonb) where r.id = a.id`,
    { added: JSON.stringify(added.map(({ restrictionId: id, basis }) => ({ id, basis }))) },
  )
  await RestrictionRequirement.query(tx.db).insert(
    grounds.flatMap(({ restrictionId, requirementIds, imposed }) =>
      requirementIds.map((requirementId) => ({
        restrictionId,
        requirementId,
        addedAt: imposed ? null : now,
      })),
    ),
  )
  await recordAudit(tx, ...grounds.map(auditOf))
  await recordEvents(
    tx,
    [...Map.groupBy(imposed, ({ plan }) => plan.accountId)].map(([accountId, ofAccount]) => ({
      type: 'account.restricted' as const,
      accountId,
      capabilities: ofAccount.map(({ capability }) => capability),
    })),
  )
  await writeNotices(tx, noticesOf(imposed))
}

function groundsOf(plan: PlannedRestriction): Ground[] {
  const basis: Basis = { decisions: [{ ...plan.facts, decision: plan.decision }] }
  return (Object.entries(newGrounds(plan)) as [Capability, readonly string[]][]).map(
    ([capability, requirementIds]) => {
      const standing = plan.standing.find((restriction) => restriction.capability === capability)
      const restrictionId = standing?.restrictionId ?? newId<RestrictionId>()
      return { plan, restrictionId, capability, requirementIds, imposed: !standing, basis }
    },
  )
}

function auditOf({ plan, restrictionId, capability, requirementIds, imposed, basis }: Ground): AuditFacts {
  return {
    action: imposed ? 'restriction.imposed' : 'restriction.extended',
    subjectType: 'restriction',
    subjectId: restrictionId,
    accountId: plan.accountId,
    after: { capability, cause: 'documents_overdue', requirementIds, basis },
  }
}

/** One notice per account, which names everything now withheld for documents. */
function noticesOf(imposed: readonly Ground[]) {
  const plans = new Set(imposed.map(({ plan }) => plan))
  return [...plans].map((plan) => {
    const withheld = new Set([...Object.keys(plan.decision), ...plan.standing.map((open) => open.capability)])
    const requirementIds = new Set([
      ...Object.values(plan.decision).flat(),
      ...plan.standing.flatMap((open) => open.requirementIds),
    ])
    return {
      accountId: plan.accountId,
      kind: 'restricted' as const,
      requirementIds: [...requirementIds],
      capabilities: [...withheld].sort() as Capability[],
    }
  })
}
