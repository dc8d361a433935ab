import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { BUCKET_SQL, dueBucket } from '#app/domain/due/due-bucket.ts'
import type { DueBucket } from '#app/domain/due/schemas.ts'
import { invalid, notFound } from '#app/domain/errors.ts'
import { lastRefusals, type Refusal } from '#app/domain/reviews/last-refusals.ts'
import { Account } from '#db/models/access.ts'
import { Requirement, type RequirementStatus } from '#db/models/requirements.ts'
import { type Cursor, type Page, pageByAge } from '#db/page.ts'

export interface RequirementFilter {
  readonly accountId?: string
  readonly bucket?: DueBucket
  readonly status?: RequirementStatus
  readonly documentType?: string
}

/** A requirement with what follows from it at this moment. */
export interface RequirementStanding {
  readonly requirement: Requirement
  readonly bucket: DueBucket
  /** Why the last answer was refused, while another one is awaited. */
  readonly refusal: Refusal | null
}

/**
 * Requirements of one account or of all, the newest first, three statements however many there are. NotFound without
 * such an account; Invalid when the cursor names no requirement of it.
 */
export async function pageRequirements(
  ctx: Context,
  { accountId, bucket, status, documentType }: RequirementFilter,
  cursor: Cursor,
): Promise<Page<RequirementStanding>> {
  requirePermission(ctx.actor, 'requirement:list')
  if (accountId && !(await Account.query(ctx.db).findById(accountId).select('id'))) throw notFound()
  const all = Requirement.query(ctx.db)
  if (accountId) all.where({ accountId })
  const asked = all.clone()
  if (status) asked.where({ status })
  if (documentType) asked.where({ documentType })
  if (bucket) asked.whereRaw(BUCKET_SQL[bucket], { now: ctx.clock.now() })
  const page = await pageByAge(asked, cursor, { by: 'requestedAt', among: all })
  if (!page) throw invalid('cursor')
  return { ...page, data: await asStanding(ctx, page.data) }
}

/** One requirement. NotFound. */
export async function readStanding(ctx: Context, requirementId: string): Promise<RequirementStanding> {
  requirePermission(ctx.actor, 'requirement:list')
  const [found] = await asStanding(ctx, await Requirement.query(ctx.db).where({ id: requirementId }))
  if (!found) throw notFound()
  return found
}

/** Several by their ids, in the order in which they were asked. */
export async function readStandings(
  ctx: Context,
  requirementIds: readonly string[],
): Promise<RequirementStanding[]> {
  requirePermission(ctx.actor, 'requirement:list')
  const found = await Requirement.query(ctx.db).findByIds([...requirementIds])
  const byId = new Map((await asStanding(ctx, found)).map((one) => [one.requirement.id, one]))
  return requirementIds.flatMap((id) => byId.get(id) ?? [])
}

async function asStanding(
  ctx: Context,
  requirements: readonly Requirement[],
): Promise<RequirementStanding[]> {
  const refused = requirements.filter(({ status }) => status === 'rejected').map(({ id }) => id)
  const refusals = await lastRefusals(ctx, refused)
  const now = ctx.clock.now()
  return requirements.map((requirement) => ({
    requirement,
    bucket: dueBucket(requirement.status, requirement.deadlineAt, now),
    refusal: refusals.get(requirement.id) ?? null,
  }))
}
