import type { Context } from '#app/domain/context.ts'
import { isReasonCode, type TellableReason, tellableReasons } from '#app/domain/reviews/reasons.ts'
import { rows } from '#db/client.ts'

/** Why an answer to a requirement was refused, as the merchant is told: a suspicion is not in it. */
export interface Refusal {
  /** Gravest first. */
  readonly codes: readonly TellableReason[]
  /** The officer's sentence for the merchant; may be empty. */
  readonly note: string
}

/** The latest refusal of each of these requirements that has one, in one statement. */
export async function lastRefusals(
  ctx: Pick<Context, 'db'>,
  requirementIds: readonly string[],
): Promise<ReadonlyMap<string, Refusal>> {
  if (requirementIds.length === 0) return new Map()
  const found = await rows<{ requirementId: string; reasonCodes: string[]; note: string }>(
    ctx.db,
    `select distinct on (s.requirement_id) s.requirement_id, d.reason_codes, d.note
       from submissions s join decisions d on d.submission_id = s.id
      where s.requirement_id = any(cast(:requirementIds as uuid[])) and d.decision = 'rejected'
      order by s.requirement_id, d.decided_at desc, d.id`,
    { requirementIds },
  )
  return new Map(
    found.map(({ requirementId, reasonCodes, note }) => [
      requirementId,
      { codes: tellableReasons(reasonCodes.filter(isReasonCode)), note },
    ]),
  )
}
