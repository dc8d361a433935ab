import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid, notFound } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import { rows } from '#db/client.ts'

/** One thing that happened to an account; the page has the words for `action`. */
export interface TimelineEntry {
  id: number
  at: Date
  /** `noun.verb-in-past`, as recorded. */
  action: string
  /** A person's name, that of a key of the API or of a job, or null for nobody signed in. */
  by: string | null
  byJob: boolean
  /** The document it is about. */
  document: { name: { fr: string; en: string }; subject: string } | null
  /** What was recorded of the change: what it found, overwritten by what it left. */
  facts: Record<string, unknown>
}

/**
 * Entries that say again what another entry of the same change tells better: each clock entry stands beside a
 * request, answer or decision, each requirement and document beside the decision on a
 * submission, the check of files beside their arrival.
 */
const ECHOES = [
  'requirement.clock_started',
  'requirement.clock_set',
  'requirement.clock_paused',
  'requirement.clock_resumed',
  'requirement.approved',
  'requirement.rejected',
  'document.accepted',
  'submission.taken_in',
]

const PAGE = 50

/** The story of an account from its audit, newest first. `after` is the id of the last entry seen. */
export async function accountTimeline(
  ctx: Context,
  accountId: string,
  { after = null, limit = PAGE }: { after?: string | null; limit?: number } = {},
): Promise<{ entries: TimelineEntry[]; next: string | null }> {
  requirePermission(ctx.actor, 'audit:read')
  if (!isUuid(accountId)) throw notFound()
  if (after && !/^\d{1,15}$/.test(after)) throw invalid('cursor')
  const found = await rows<TimelineRow>(
    ctx.db,
    `with page as materialized (
       select * from audit_entries
       where account_id = :accountId and not action = any(:echoes) ${after ? 'and id < :after' : ''}
       order by id desc limit :limit
     )
     select e.id, e.at, e.action, e.actor_kind = 'system' as by_job, coalesce(u.name, k.name, e.actor_id) as by, e.before, e.after,
       t.name_fr, t.name_en, q.subject
     from page e
       left join users u on u.id = case when e.actor_kind = 'user' then cast(e.actor_id as uuid) end
       left join api_keys k on k.id = case when e.actor_kind = 'api_key' then cast(e.actor_id as uuid) end
       left join submission_files f on f.id = case when e.subject_type = 'submission_file' then cast(e.subject_id as uuid) end
       left join submissions s on s.id = case e.subject_type when 'submission' then cast(e.subject_id as uuid)
         when 'submission_file' then f.submission_id end
       left join requirements q on q.id = case e.subject_type when 'requirement' then cast(e.subject_id as uuid)
         when 'submission' then s.requirement_id when 'submission_file' then s.requirement_id end
       left join document_types t on t.code = q.document_type
     order by e.id desc`,
    { accountId, echoes: ECHOES, limit: limit + 1, ...(after && { after }) },
  )
  const entries = found.slice(0, limit).map(toEntry)
  return { entries, next: found.length > limit ? String(entries.at(-1)?.id) : null }
}

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
}

const toEntry = (row: TimelineRow): TimelineEntry => ({
  id: row.id,
  at: row.at,
  action: row.action,
  by: row.by,
  byJob: row.byJob,
  document:
    row.nameFr && row.nameEn
      ? { name: { fr: row.nameFr, en: row.nameEn }, subject: row.subject ?? '' }
      : null,
  facts: { ...row.before, ...row.after },
})
