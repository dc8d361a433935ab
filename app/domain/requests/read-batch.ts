import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid, notFound } from '#app/domain/errors.ts'
import { isUuid, type RequestBatchId } from '#app/domain/ids.ts'
import type { AskableType, RequestFilter, RequestReason } from '#app/domain/requests/schemas.ts'
import { rows } from '#db/client.ts'
import type { RequestBatchStatus, RequestItemStatus } from '#db/models/requests.ts'
import { cutPage } from '#db/page.ts'

/** A batch and how far it is. */
export interface BatchReport {
  id: RequestBatchId
  status: RequestBatchStatus
  chosenBy: 'filter' | 'file'
  filter: RequestFilter
  /** Empty: everything that was missing. */
  documentTypes: AskableType[]
  message: string
  why: string
  deadlineOn: string | null
  deadlineDays: number | null
  fileName: string | null
  fileLines: number
  fileReadAt: Date | null
  /** Rows of the file that name no account, and why: `listSirenFaults`. */
  faults: number
  createdBy: string
  createdAt: Date
  startedBy: string | null
  startedAt: Date | null
  endedAt: Date | null
  /** Accounts by how it went; all 0 before it was confirmed. */
  counts: Record<RequestItemStatus, number>
  /** Requirements opened. */
  documents: number
  skipped: { reason: RequestReason; count: number }[]
}

/** One batch. NotFound. */
export async function readBatch(ctx: Context, id: RequestBatchId): Promise<BatchReport> {
  requirePermission(ctx.actor, 'request-batch:manage')
  const [found] = await rows<BatchReport>(ctx.db, REPORT('b.id = :id'), { id })
  if (!found) throw notFound()
  return found
}

const PAGE = 20

/** The batches, newest first. `after` is the id of the last one seen; Invalid when it is none of ours. */
export async function listBatches(
  ctx: Context,
  after: string | null = null,
): Promise<{ batches: BatchReport[]; next: string | null }> {
  requirePermission(ctx.actor, 'request-batch:manage')
  if (after !== null && !isUuid(after)) throw invalid('cursor')
  const condition = after
    ? '(b.created_at, b.id) < (select created_at, id from request_batches where id = :after)'
    : 'true'
  const found = await rows<BatchReport>(
    ctx.db,
    `${REPORT(condition)} order by b.created_at desc, b.id desc limit :limit`,
    { limit: PAGE + 1, ...(after && { after }) },
  )
  const { page, next } = cutPage(found, PAGE, ({ id }) => id)
  return { batches: page, next }
}

const REPORT = (condition: string) => `
  select b.id, b.status, b.chosen_by, b.filter, b.message, b.why, b.deadline_on, b.deadline_days, b.file_name,
    b.file_lines, b.file_read_at, b.created_at, b.started_at, b.ended_at, maker.name as created_by,
    starter.name as started_by,
    (select count(*) from request_batch_faults f where f.batch_id = b.id) as faults,
    coalesce((select jsonb_agg(jsonb_build_object('code', t.code,
        'name', jsonb_build_object('fr', t.name_fr, 'en', t.name_en)) order by t.position)
      from document_types t where t.code = any(b.document_types)), '[]') as document_types,
    jsonb_build_object('waiting', i.waiting, 'asked', i.asked, 'skipped', i.skipped, 'failed', i.failed,
      'cancelled', i.cancelled) as counts,
    i.documents,
    coalesce((select jsonb_agg(r order by r.count desc, r.reason) from (
        select reason, count(*) as count from request_items where batch_id = b.id and status = 'skipped' group by reason
      ) r), '[]') as skipped
  from request_batches b
    join users maker on maker.id = b.created_by
    left join users starter on starter.id = b.started_by
    cross join lateral (
      select ${['waiting', 'asked', 'skipped', 'failed', 'cancelled']
        .map((status) => `count(*) filter (where status = '${status}') as ${status}`)
        .join(', ')},
        cast(coalesce(sum(documents) filter (where status = 'asked'), 0) as bigint) as documents
      from request_items where batch_id = b.id
    ) i
  where ${condition}`
