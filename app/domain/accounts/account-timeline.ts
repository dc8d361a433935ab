import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Explanation, explainDecision } from '#app/domain/accounts/explain-decision.ts'
import { type Delivery, readDeliveries, readNames } from '#app/domain/accounts/timeline-details.ts'
import {
  ECHOES,
  FOLDED_KIND,
  kindOf,
  nounsOf,
  type TimelineKind,
} from '#app/domain/accounts/timeline-kinds.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid, notFound } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import { rows } from '#db/client.ts'

/** A document by its names, and whose it is where that matters. */
export interface NamedDocument {
  name: { fr: string; en: string }
  subject: string
}

/** One thing that happened to an account; the page has the words for `action`. */
export interface TimelineEntry {
  id: number
  at: Date
  /** `noun.verb-in-past`, as recorded. */
  action: string
  kind: TimelineKind
  /** A person's name, that of a key of the API or of a job, or null for nobody signed in. */
  by: string | null
  byJob: boolean
  /** The document it is about. */
  document: NamedDocument | null
  /** What was recorded of the change: what it found, overwritten by what it left. Never a stored basis. */
  facts: Record<string, unknown>
  /** Of a request: the deadline it set. */
  deadlineAt: string | null
  /** Of a notice or restriction: everything that it speaks of, by requirement. */
  documents: Record<string, NamedDocument>
  /** Of a notice: what became of each of its mails. */
  deliveries: Delivery[]
  /** Of an automatic act: what it rested on, and the same decision taken anew. */
  explanation: Explanation | null
}

const PAGE = 50

export interface TimelineQuery {
  /** Id of the last entry seen. */
  after?: string | null
  /** Only this; else everything but comings and goings. */
  kind?: TimelineKind | null
  limit?: number
}

/**
 * The story of an account from its audit, newest first, in three statements for any page. NotFound for no account's
 * id; Invalid for an `after` that is none of ours.
 */
export async function accountTimeline(
  ctx: Context,
  accountId: string,
  { after = null, kind = null, limit = PAGE }: TimelineQuery = {},
): Promise<{ entries: TimelineEntry[]; next: string | null }> {
  requirePermission(ctx.actor, 'audit:read')
  if (!isUuid(accountId)) throw notFound()
  if (after && !/^\d{1,15}$/.test(after)) throw invalid('cursor')
  const found = await rows<TimelineRow>(ctx.db, PAGE_OF(kind, after !== null), {
    accountId,
    echoes: ECHOES,
    limit: limit + 1,
    nouns: nounsOf(kind ?? FOLDED_KIND),
    ...(after && { after }),
  })
  const page = found.slice(0, limit)
  const deliveries = await readDeliveries(ctx, page.flatMap(mailIdsOf))
  const names = await readNames(ctx, page.flatMap(requirementIdsOf))
  const entries = page.map((row) => toEntry(row, deliveries, names))
  return { entries, next: found.length > limit ? String(entries.at(-1)?.id) : null }
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
    t.name_fr, t.name_en, q.subject, r.basis,
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

interface TimelineRow {
  id: number
  at: Date
  action: string
  byJob: boolean
  by: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  nameFr: string | null
  nameEn: string | null
  subject: string | null
  basis: unknown
  deadlineAt: string | null
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
const mailIdsOf = ({ after }: TimelineRow) => texts(after?.mailIds)
const requirementIdsOf = (row: TimelineRow) => [
  ...texts(row.after?.requirementIds),
  ...(explanationOf(row)?.requirements.map(({ requirementId }) => requirementId) ?? []),
]

/** What is lifted keeps the basis on which it was imposed: only the acts themselves are explained. */
const explanationOf = ({ action, at, basis }: TimelineRow) =>
  action === 'restriction.imposed' || action === 'restriction.extended' ? explainDecision(basis, at) : null

function toEntry(
  row: TimelineRow,
  deliveries: ReadonlyMap<string, Delivery>,
  names: ReadonlyMap<string, NamedDocument>,
): TimelineEntry {
  const { basis: _, ...facts } = { basis: null, ...row.before, ...row.after }
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    kind: kindOf(row.action),
    by: row.by,
    byJob: row.byJob,
    document:
      row.nameFr && row.nameEn
        ? { name: { fr: row.nameFr, en: row.nameEn }, subject: row.subject ?? '' }
        : null,
    facts,
    deadlineAt: row.deadlineAt,
    documents: Object.fromEntries(
      requirementIdsOf(row).flatMap((id) => {
        const name = names.get(id)
        return name ? [[id, name] as const] : []
      }),
    ),
    deliveries: mailIdsOf(row).flatMap((id) => deliveries.get(id) ?? []),
    explanation: explanationOf(row),
  }
}
