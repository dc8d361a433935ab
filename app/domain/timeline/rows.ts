import type { Context } from '#app/domain/context.ts'
import type { NamedDocument } from '#app/domain/timeline/details.ts'
import { ECHOES, FOLDED_KIND, nounsOf, type TimelineKind } from '#app/domain/timeline/kinds.ts'
import { rows } from '#db/client.ts'

/** An entry of the audit with what it is about. */
export interface TimelineRow {
  id: number
  at: Date
  action: string
  byJob: boolean
  by: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  document: NamedDocument | null
  /** Of a restriction, as it stands. */
  basis: unknown
  /** Of a request: the deadline it set. */
  deadlineAt: string | null
}

/** The entries before `after`, newest first, in one statement: of one kind, else all but comings and goings. */
export function readTimelineRows(
  ctx: Pick<Context, 'db'>,
  accountId: string,
  { after, kind, limit }: { after: string | null; kind: TimelineKind | null; limit: number },
): Promise<TimelineRow[]> {
  return rows<TimelineRow>(ctx.db, PAGE_OF(kind, after !== null), {
    accountId,
    echoes: ECHOES,
    limit,
    nouns: nounsOf(kind ?? FOLDED_KIND),
    ...(after && { after }),
  })
}

/** The first date of a clock is part of the request that started it; a later one is news. */
const IS_FIRST_DATE = `a.action in ('requirement.clock_started', 'requirement.clock_set')
  and exists (select from audit_entries r where r.subject_type = 'requirement' and r.subject_id = a.subject_id
    and r.action = 'requirement.requested' and r.at = a.at)`
const IS_CLOCK = `(a.action like 'requirement.clock\\_%' or a.action = 'requirement.dated')`
const IS_NOUN = `split_part(a.action, '.', 1) = any(cast(:nouns as text[]))`

const CONDITION = (kind: TimelineKind | null): string => {
  if (kind === null) return `not ${IS_NOUN}`
  if (kind === 'deadlines') return IS_CLOCK
  return kind === 'documents' ? `${IS_NOUN} and not ${IS_CLOCK}` : IS_NOUN
}

const PAGE_OF = (kind: TimelineKind | null, further: boolean) => `
  with page as materialized (
    select a.* from audit_entries a
    where a.account_id = :accountId and not a.action = any(cast(:echoes as text[])) and not (${IS_FIRST_DATE})
      and ${CONDITION(kind)} ${further ? 'and a.id < :after' : ''}
      -- In a page of one kind the list of nouns is not read; PostgreSQL still wants to know its type.
      and cast(:nouns as text[]) is not null
    order by a.id desc limit :limit
  )
  select e.id, e.at, e.action, e.actor_kind = 'system' and o.id is null as by_job,
    coalesce(u.name, k.name, o.name, e.actor_id) as by, e.before, e.after,
    case when t.code is not null then jsonb_build_object('subject', q.subject,
      'name', jsonb_build_object('fr', t.name_fr, 'en', t.name_en)) end as document, r.basis,
    case when e.action = 'requirement.requested' then (select c.after ->> 'deadlineAt' from audit_entries c
      where c.subject_type = 'requirement' and c.subject_id = e.subject_id and c.at = e.at
        and c.action in ('requirement.clock_started', 'requirement.clock_set') limit 1) end as deadline_at
  from page e
    left join users u on u.id = case when e.actor_kind = 'user' then cast(e.actor_id as uuid) end
    left join api_keys k on k.id = case when e.actor_kind = 'api_key' then cast(e.actor_id as uuid) end
    left join submission_files f on f.id = case when e.subject_type = 'submission_file' then cast(e.subject_id as uuid) end
    left join submissions s on s.id = case e.subject_type when 'submission' then cast(e.subject_id as uuid)
      when 'submission_file' then f.submission_id end
    left join requirements q on q.id = case e.subject_type when 'requirement' then cast(e.subject_id as uuid)
      when 'submission' then s.requirement_id when 'submission_file' then s.requirement_id end
    -- A job works off a bulk request; the officer who confirmed it is who asks.
    left join users o on o.id = q.requested_by and e.actor_kind = 'system' and e.action = 'requirement.requested'
    left join document_types t on t.code = q.document_type
    left join restrictions r on r.id = case when e.subject_type = 'restriction' then cast(e.subject_id as uuid) end
  order by e.id desc`
