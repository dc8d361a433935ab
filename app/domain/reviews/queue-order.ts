import { isWithheld } from '#app/domain/accounts/account-state.ts'
import { searchPattern } from '#app/domain/accounts/search-pattern.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { isUuid, type SubmissionId } from '#app/domain/ids.ts'
import { rows } from '#db/client.ts'

/** A place in the order of the queue. Times are PostgreSQL's own text, so that nothing is rounded. */
interface Place {
  rank: number
  deadline: string
  submitted: string
  id: string
}

const SUSPENDED = isWithheld('s.account_id', 'payments')

const PLACE_SQL = `
  select coalesce(cast(:rank as smallint), case when ${SUSPENDED} then 0 else s.urgency end) as rank,
    cast(coalesce(s.deadline_at, 'infinity') as text) as deadline, cast(s.submitted_at as text) as submitted, s.id
  from submissions s where s.id = :id`

/** How a page names its last item. */
export const nameOf = ({ rank, id }: Pick<Place, 'rank' | 'id'>) => `${rank}.${id}`

/** The place so named: the rank it had then, so that an account lifted meanwhile skips nothing. Invalid for none. */
export async function placeNamed(ctx: Context, name: string): Promise<Place> {
  const [rank = '', id = ''] = name.split('.', 2)
  if (!/^[012]$/.test(rank) || !isUuid(id)) throw invalid('cursor')
  const [place] = await rows<Place>(ctx.db, PLACE_SQL, { id, rank: Number(rank) })
  if (!place) throw invalid('cursor')
  return place
}

/** Where a submission stands now, or stood when it was decided; null for none. */
export async function placeNow(ctx: Context, submissionId: string): Promise<Place | null> {
  const [place] = await rows<Place>(ctx.db, PLACE_SQL, { id: submissionId, rank: null })
  return place ?? null
}

interface Walk {
  from: Place | null
  towards: 'later' | 'earlier'
  search?: string
  limit: number
}

/** An item as the queue has it; `rank` is its place in `URGENCIES`. */
export interface QueueRow {
  id: SubmissionId
  rank: 0 | 1 | 2
  accountId: string
  accountName: string
  siren: string
  nameFr: string
  nameEn: string
  subject: string
  submittedAt: Date
  deadlineAt: Date | null
}

/**
 * Two ordered reads, each cut at the limit: the few of suspended accounts, and the others along the index
 * submissions_queue. So a page costs the same however long the queue is.
 */
export function walk(ctx: Context, { from, towards, search, limit }: Walk): Promise<QueueRow[]> {
  const [beyond, direction] = towards === 'later' ? ['>', 'asc'] : ['<', 'desc']
  const order = (rank: string, table: string) => [
    rank,
    `coalesce(${table}.deadline_at, 'infinity')`,
    `${table}.submitted_at`,
    `${table}.id`,
  ]
  const after = (rank: string) =>
    from
      ? `and (${order(rank, 's').join(', ')}) ${beyond}
           (cast(:rank as smallint), cast(:deadline as timestamptz), cast(:submitted as timestamptz), cast(:id as uuid))`
      : ''
  const sorted = (keys: string[]) =>
    `order by ${keys.map((key) => `${key} ${direction}`).join(', ')} limit :limit`
  const waiting = `select s.id, s.account_id, s.requirement_id, s.submitted_at, s.deadline_at`
  const open = `from submissions s where s.status = 'in_review' ${searched(search)}`
  return rows<QueueRow>(
    ctx.db,
    `with suspended as (
       ${waiting}, cast(0 as smallint) as rank ${open} and ${SUSPENDED}
         ${after('cast(0 as smallint)')} ${sorted(order('cast(0 as smallint)', 's').slice(1))}
     ), others as (
       ${waiting}, s.urgency as rank ${open}
         and not ${SUSPENDED}
         ${after('s.urgency')} ${sorted(order('s.urgency', 's'))}
     ), q as (select * from suspended union all select * from others)
     select q.id, q.rank, q.account_id, a.name as account_name, a.siren, t.name_fr, t.name_en, r.subject,
       q.submitted_at, q.deadline_at
     from q join accounts a on a.id = q.account_id join requirements r on r.id = q.requirement_id
       join document_types t on t.code = r.document_type
     ${sorted(order('q.rank', 'q'))}`,
    { ...from, limit, pattern: searchPattern(search ?? '') },
  )
}

/** SQL: of submissions `s`, those of accounts that the search finds. */
export const searched = (search: string | undefined) =>
  search?.trim() ? `and s.account_id in (select id from accounts where search like search_key(:pattern))` : ''
