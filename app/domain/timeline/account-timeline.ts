import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid, notFound } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import { readPolicies } from '#app/domain/replay/read-given.ts'
import type { Given } from '#app/domain/replay/stored-act.ts'
import { type Delivery, type NamedDocument, readDeliveries, readNames } from '#app/domain/timeline/details.ts'
import { decisionAt, type Explanation, explainDecision } from '#app/domain/timeline/explain-decision.ts'
import { kindOf, type TimelineKind } from '#app/domain/timeline/kinds.ts'
import { readTimelineRows, type TimelineRow } from '#app/domain/timeline/rows.ts'
import { cutPage } from '#db/page.ts'

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
 * The story of an account from its audit, newest first, in four statements for any page. NotFound for no account's
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
  const found = await readTimelineRows(ctx, accountId, { after, kind, limit: limit + 1 })
  const { page, next } = cutPage(found, limit, ({ id }) => String(id))
  const deliveries = await readDeliveries(ctx, page.flatMap(mailIdsOf))
  const names = await readNames(ctx, page.flatMap(requirementIdsOf))
  const policy = await readPolicies(
    ctx,
    page.flatMap((row) => decisionOf(row)?.policyVersion ?? []),
  )
  return { entries: page.map((row) => toEntry(row, deliveries, names, policy)), next }
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
const mailIdsOf = ({ after }: TimelineRow) => texts(after?.mailIds)
const requirementIdsOf = (row: TimelineRow) => [
  ...texts(row.after?.requirementIds),
  ...(decisionOf(row)?.requirements.map(({ requirementId }) => requirementId) ?? []),
]

/** What is lifted keeps the basis on which it was imposed: only the acts themselves are explained. */
const decisionOf = ({ action, at, basis }: TimelineRow) =>
  action === 'restriction.imposed' || action === 'restriction.extended' ? decisionAt(basis, at) : null

function toEntry(
  row: TimelineRow,
  deliveries: ReadonlyMap<string, Delivery>,
  names: ReadonlyMap<string, NamedDocument>,
  policy: Given['policy'],
): TimelineEntry {
  const decision = decisionOf(row)
  const { basis: _, ...facts } = { basis: null, ...row.before, ...row.after }
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    kind: kindOf(row.action),
    by: row.by,
    byJob: row.byJob,
    document: row.document,
    facts,
    deadlineAt: row.deadlineAt,
    documents: Object.fromEntries(
      requirementIdsOf(row).flatMap((id) => {
        const name = names.get(id)
        return name ? [[id, name] as const] : []
      }),
    ),
    deliveries: mailIdsOf(row).flatMap((id) => deliveries.get(id) ?? []),
    explanation: decision && explainDecision(decision, policy),
  }
}
