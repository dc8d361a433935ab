import type { Context } from '#app/domain/context.ts'
import type { WholeEntry } from '#app/domain/deadlines/clock.ts'
import { policyContentSchema } from '#app/domain/policy/schemas.ts'
import type { Given, StoredAct } from '#app/domain/replay/stored-act.ts'
import type { Basis } from '#app/domain/sweep/decision.ts'
import { rows } from '#db/client.ts'
import { ClockEntry } from '#db/models/requirements.ts'
import { Policy, Restriction } from '#db/models/restrictions.ts'

type Db = Pick<Context, 'db'>

/**
 * Versions of the policy that were ever in force, all of them unless told; each read when it is asked for, so that one
 * that does not fit stops no other.
 */
export async function readPolicies(ctx: Db, versions?: readonly number[]): Promise<Given['policy']> {
  const query = Policy.query(ctx.db)
    .select('version', 'rules', 'documentTypes', 'requiredSets')
    .whereIn('status', ['in_force', 'superseded'])
  const stored = await (versions ? query.whereIn('version', [...versions]) : query)
  const read = new Map<number, ReturnType<Given['policy']>>()
  return (version) => {
    const known = read.get(version)
    if (known) return known
    const found = stored.find((one) => one.version === version)
    if (!found) throw new RangeError(`no version ${version} of the policy was ever in force`)
    const { rules, documentTypes, requiredSets } = found
    const policy = { version, ...policyContentSchema.parse({ rules, documentTypes, requiredSets }) }
    read.set(version, policy)
    return policy
  }
}

/** What these entries name: two statements for any number. */
export async function readNamed(ctx: Db, acts: readonly StoredAct[]): Promise<Omit<Given, 'policy'>> {
  const idsOf = (noun: string) => [
    ...new Set(acts.filter(({ action }) => action.startsWith(noun)).map(({ subjectId }) => subjectId)),
  ]
  const entries = await ClockEntry.query(ctx.db)
    .whereIn('requirementId', idsOf('requirement.clock_'))
    .orderBy('id')
  const ledgers = Map.groupBy<string, WholeEntry & { requirementId: string }>(
    entries,
    ({ requirementId }) => requirementId,
  )
  const found = await Restriction.query(ctx.db).select('id', 'basis').whereIn('id', idsOf('restriction.'))
  const bases = new Map(found.map(({ id, basis }) => [id, basis as Partial<Basis>]))
  return {
    ledger: (requirementId) => ledgers.get(requirementId) ?? [],
    decisions: (restrictionId) => bases.get(restrictionId)?.decisions ?? [],
  }
}

/** The entries of automatic acts behind `after`, by id, written within a time. */
export const readActs = (
  ctx: Db,
  range: {
    actions: readonly string[]
    after: number
    from: Date | string
    until: Date | string
    limit: number
  },
): Promise<StoredAct[]> =>
  rows<StoredAct>(
    ctx.db,
    `select id, at, action, subject_id, account_id, before, after from audit_entries
      where id > :after and action = any(cast(:actions as text[])) and at >= :from and at < :until
      order by id limit :limit`,
    range,
  )
