import { actorName } from '#app/domain/access/actor.ts'
import type { ACCOUNT_CLOSED } from '#app/domain/accounts/schemas.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import { writeNotices } from '#app/domain/notices/write-notices.ts'
import { CAPABILITIES, type LiftManually } from '#app/domain/restrictions/schemas.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import { type Capability, Restriction } from '#db/models/restrictions.ts'

/**
 * Ends one restriction that somebody decided to end. Conflict when it was lifted meanwhile, NotFound when it is none
 * of this account. The members are told when the capability works again by it.
 */
export async function liftOne(tx: TransactionContext, input: LiftManually): Promise<void> {
  const [lifted] = await rows<Restriction>(
    tx.db,
    `update restrictions set lifted_at = :now, lifted_by = :by, lifting_reason = :reason
      where id = :restrictionId and account_id = :accountId and lifted_at is null returning *`,
    { ...input, now: tx.clock.now(), by: actorName(tx.actor) },
  )
  if (!lifted) {
    const known = await Restriction.query(tx.db).findById(input.restrictionId)
    throw known?.accountId === input.accountId ? conflict('restriction.alreadyLifted') : notFound()
  }
  await recordLiftings(tx, input.accountId, { reason: input.reason }, [lifted])
  await tellReinstated(tx, input.accountId, { lifted: [lifted.capability], requirementIds: [] })
}

/** A restriction that ended. */
export type Lifting = Pick<Restriction, 'id' | 'capability' | 'cause' | 'imposedAt'>

/**
 * Why a restriction ended: in somebody's own words, or by the rule. Each under its own name, for in words of their own
 * people may write what a rule is called.
 */
type LiftedBecause =
  | { readonly reason: string }
  | { readonly liftingReason: 'requirements_satisfied' | typeof ACCOUNT_CLOSED }

/** Keeps in the audit that restrictions of an account ended, and why; `basisOf`: what decided it, where a rule did. */
export const recordLiftings = <T extends Lifting>(
  tx: TransactionContext,
  accountId: string,
  because: LiftedBecause,
  lifted: readonly T[],
  basisOf: (one: T) => object | null = () => null,
): Promise<void> =>
  recordAudit(
    tx,
    ...lifted.map((one) => ({
      action: 'restriction.lifted',
      subjectType: 'restriction',
      subjectId: one.id,
      accountId,
      before: { capability: one.capability, cause: one.cause, imposedAt: one.imposedAt },
      after: { capability: one.capability, ...because },
      basis: basisOf(one),
    })),
  )

/** What the notice of a reinstatement rests on, as the audit keeps it. */
export interface ReinstatedFacts {
  /** No longer withheld for one cause … */
  readonly lifted: readonly Capability[]
  /** … and still for another. */
  readonly withheld: readonly Capability[]
  /** What the restrictions had rested on. */
  readonly requirementIds: readonly string[]
}

/** What works again. */
export const reinstated = ({ lifted, withheld }: ReinstatedFacts): Capability[] =>
  lifted.filter((capability) => !withheld.includes(capability))

/** Tells the outside and the members what works again by a lifting; nothing where another cause withholds it all. */
export async function tellReinstated(
  tx: TransactionContext,
  accountId: string,
  { lifted, requirementIds }: Omit<ReinstatedFacts, 'withheld'>,
): Promise<void> {
  const basis = { lifted, withheld: await withheldFrom(tx, accountId), requirementIds }
  const capabilities = reinstated(basis)
  if (capabilities.length === 0) return
  await recordEvents(tx, [{ type: 'account.reinstated', accountId, capabilities }])
  await writeNotices(tx, [{ accountId, kind: 'reinstated', requirementIds, capabilities, basis }])
}

/** Those of `capabilities` that nothing withholds any more. */
export async function notWithheld(
  tx: TransactionContext,
  accountId: string,
  capabilities: readonly Capability[],
): Promise<Capability[]> {
  const withheld = await withheldFrom(tx, accountId)
  return capabilities.filter((capability) => !withheld.includes(capability))
}

/** A closed account has none that works, so nothing of it is ever given back. */
async function withheldFrom(tx: TransactionContext, accountId: string): Promise<Capability[]> {
  const withheld = await rows<{ capability: Capability }>(
    tx.db,
    `select capability from restrictions where account_id = :accountId and lifted_at is null
     union select unnest(cast(:all as text[])) from accounts where id = :accountId and closed_at is not null order by 1`,
    { accountId, all: CAPABILITIES },
  )
  return withheld.map(({ capability }) => capability)
}
