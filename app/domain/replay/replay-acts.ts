import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { ACTS } from '#app/domain/replay/acts.ts'
import { readActs, readNamed, readPolicies } from '#app/domain/replay/read-given.ts'
import { type Replayed, replayAct } from '#app/domain/replay/replay-act.ts'

/** Acts of at least `from` and before `until`; all of them where left out. */
export interface ReplayRange {
  readonly from?: Date
  readonly until?: Date
  /** Acts read at once: bounds the memory that one step needs. */
  readonly batch?: number
}

/** An act whose decision does not come out again. */
export type DifferentAct = Extract<Replayed, { result: 'different' }> & {
  readonly entryId: number
  readonly at: string
  readonly action: string
  readonly accountId: string | null
  readonly subjectId: string
}

export interface ReplayReport {
  readonly ok: boolean
  /** Decisions taken anew, and how many of them came out otherwise. */
  readonly acts: number
  readonly different: number
  /** Acts that keep no inputs, since they are older than the keeping of them. */
  readonly withoutInputs: number
  /** The first that differ, in the order of the audit. */
  readonly listed: readonly DifferentAct[]
}

const BATCH = 500
const LISTED = 1_000

/**
 * Takes the decision of every automatic act anew from what was stored with it, by the functions that took it
 * (compliance.md: "so it can be replayed"), and says which come out otherwise. Whether what is stored is what was
 * written is for `verifyAudit` to say. Reads only.
 */
export async function replayActs(ctx: Context, range: ReplayRange = {}): Promise<ReplayReport> {
  requirePermission(ctx.actor, 'audit:read')
  const { from = '-infinity', until = 'infinity', batch = BATCH } = range
  const actions = Object.keys(ACTS)
  const policy = await readPolicies(ctx)
  const count = { acts: 0, different: 0, withoutInputs: 0 }
  const listed: DifferentAct[] = []
  for (let after = 0; ; ) {
    const acts = await readActs(ctx, { actions, after, from, until, limit: batch })
    const given = { policy, ...(await readNamed(ctx, acts)) }
    for (const act of acts) {
      const replayed = replayAct(act, given)
      if (!replayed) continue
      if (replayed.result === 'no_inputs') count.withoutInputs++
      else count.acts++
      if (replayed.result !== 'different') continue
      count.different++
      const { id: entryId, at, action, accountId, subjectId } = act
      if (listed.length < LISTED) {
        listed.push({ entryId, at: at.toISOString(), action, accountId, subjectId, ...replayed })
      }
    }
    const last = acts.at(-1)
    if (!last || acts.length < batch) return { ok: count.different === 0, ...count, listed }
    after = last.id
  }
}
