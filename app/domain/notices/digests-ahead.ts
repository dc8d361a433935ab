import { requirePermission } from '#app/domain/access/permissions.ts'
import { BY_NAME, behind } from '#app/domain/accounts/by-name.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import type { Cause } from '#app/domain/notices/digest-rule.ts'
import { foresee, type Preview, previewOf, type Situation } from '#app/domain/notices/foresee.ts'
import { MARKS_OF_ACCOUNTS, marksOn } from '#app/domain/notices/marks-ahead.ts'
import { canBeTold, FACTS, situationBindings, toldToday } from '#app/domain/notices/situations.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { rows } from '#db/client.ts'
import { cutPage } from '#db/page.ts'

/** A document that a digest will list: everything that is open then, nearest deadline first. */
export interface DigestDocument {
  requirementId: string
  nameFr: string
  nameEn: string
  subject: string
  deadlineAt: Date | null
  /** Days from the day of the digest to the last one of the deadline; negative = overdue. */
  daysLeft: number | null
  /** What about it calls for the digest on that day; null = it is listed with the others. */
  why: Cause['why'] | null
}

export interface DigestAhead {
  accountId: string
  accountName: string
  documents: DigestDocument[]
}

/** Accounts that are foreseen together for a list. */
const FORESEEN_TOGETHER = 200

/** Who is written to on one of these days, by name, and about what. Invalid for a day that is not among them. */
export async function digestsOn(
  ctx: Context,
  day: string,
  { after = null, limit = 50 }: { after?: string | null; limit?: number } = {},
): Promise<{ digests: DigestAhead[]; next: string | null }> {
  requirePermission(ctx.actor, 'restriction:preview')
  if (after && !isUuid(after)) throw invalid('cursor')
  const preview = await previewOf(ctx)
  const index = preview.days.findIndex((one) => one.toString() === day)
  if (index < 0) throw invalid('invalid')
  if (await fairClockPauses(ctx)) return { digests: [], next: null }
  const found: Called[] = []
  let place = after
  while (found.length <= limit) {
    const candidates = await nextCandidates(ctx, preview, index, place)
    found.push(...(await calledOn(ctx, preview, index, candidates)))
    if (candidates.length < FORESEEN_TOGETHER) break
    place = candidates.at(-1)?.accountId ?? null
  }
  const { page, next } = cutPage(found, limit, ({ accountId }) => accountId)
  return { digests: await withDocuments(ctx, day, page), next }
}

interface Candidate {
  accountId: string
  accountName: string
}

interface Called extends Candidate {
  /** By requirement. */
  causes: Map<string, Cause['why']>
}

/** The accounts after a place, by name, of which something may be due on the day. */
function nextCandidates(ctx: Context, preview: Preview, day: number, after: string | null) {
  const marks = marksOn(preview, day)
  return rows<Candidate>(
    ctx.db,
    `select a.id as account_id, a.name as account_name
       from (select distinct account_id from (${marks.sql}) m) l join accounts a on a.id = l.account_id
      where ${canBeTold('a.id')} and ${behind(after)}
      order by ${BY_NAME} limit :limit`,
    { ...marks.bindings, after, limit: FORESEEN_TOGETHER },
  )
}

/** Those of the candidates that are written to on the day, in their order. */
async function calledOn(
  ctx: Context,
  preview: Preview,
  day: number,
  candidates: readonly Candidate[],
): Promise<Called[]> {
  const situations = await rows<Situation & { accountId: string; requirementIds: string[] }>(
    ctx.db,
    `with looked as materialized (${MARKS_OF_ACCOUNTS}), ${FACTS}
     select a.id as account_id, ${toldToday('a.id')} as told_today, array_agg(f.fact order by f.requirement_id) as requirements,
         array_agg(f.requirement_id order by f.requirement_id) as requirement_ids
       from facts f join accounts a on a.id = f.account_id group by a.id`,
    { ...situationBindings(preview), accountIds: candidates.map(({ accountId }) => accountId) },
  )
  const byAccount = new Map(situations.map((one) => [one.accountId, one]))
  return candidates.flatMap((candidate) => {
    const situation = byAccount.get(candidate.accountId)
    const causes = situation && foresee(preview, situation)[day]
    if (!causes) return []
    const named = causes.map(({ index, why }) => [situation.requirementIds[index] ?? '', why] as const)
    return [{ ...candidate, causes: new Map(named) }]
  })
}

async function withDocuments(ctx: Context, day: string, called: readonly Called[]): Promise<DigestAhead[]> {
  const found = await rows<Omit<DigestDocument, 'why'> & { accountId: string }>(
    ctx.db,
    `select q.account_id, q.id as requirement_id, t.name_fr, t.name_en, q.subject, q.deadline_at,
         cast(q.deadline_at at time zone 'Europe/Paris' as date) - cast(:day as date) as days_left
       from requirements q join document_types t on t.code = q.document_type
      where q.account_id = any(cast(:accountIds as uuid[])) and q.status in ('requested', 'rejected')
      order by q.deadline_at nulls last, q.requested_at, q.id`,
    { day, accountIds: called.map(({ accountId }) => accountId) },
  )
  const byAccount = Map.groupBy(found, ({ accountId }) => accountId)
  return called.map(({ accountId, accountName, causes }) => ({
    accountId,
    accountName,
    documents: (byAccount.get(accountId) ?? []).map(({ accountId: _, ...document }) => ({
      ...document,
      why: causes.get(document.requirementId) ?? null,
    })),
  }))
}
