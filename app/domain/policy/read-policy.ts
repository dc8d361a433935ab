import { may, requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { type PolicyContent, policyContentSchema } from '#app/domain/policy/schemas.ts'
import { rows } from '#db/client.ts'
import { Policy } from '#db/models/restrictions.ts'
import { cutPage } from '#db/page.ts'

/** As large as the database's integers. */
const MAX_VERSION = 2_147_483_647
const VERSIONS_PER_PAGE = 20

/** True when `value` has the form of a version's number. */
export const isPolicyVersion = (value: string): boolean =>
  /^[1-9]\d{0,9}$/.test(value) && Number(value) <= MAX_VERSION

/** The life of one version. Persons by name; null where it came with the installation. */
export interface PolicySummary {
  readonly version: number
  readonly status: Policy['status']
  readonly revision: number
  readonly basedOn: number | null
  readonly reason: string
  readonly createdAt: Date
  readonly createdBy: string | null
  readonly switchedOnAt: Date | null
  readonly switchedOnBy: string | null
  readonly endedAt: Date | null
  readonly endedBy: string | null
}

export interface PolicyVersion extends PolicySummary {
  readonly content: PolicyContent
}

/** One version with all it says. NotFound for a number that no version has, and for drafts of who may not write them. */
export async function readPolicy(ctx: Context, version: number): Promise<PolicyVersion> {
  requirePermission(ctx.actor, 'policy:read')
  const [summary] = await summaries(ctx, 'p.version = :version', { version })
  if (!summary || (summary.status === 'draft' && !may(ctx.actor, 'policy:manage'))) throw notFound()
  return { ...summary, content: await contentOf(ctx, version) }
}

/** The version by which everything automatic acts now. */
export async function readPolicyInForce(ctx: Context): Promise<PolicyVersion> {
  requirePermission(ctx.actor, 'policy:read')
  const { version } = await Policy.query(ctx.db)
    .select('version')
    .findOne({ status: 'in_force' })
    .throwIfNotFound()
  return readPolicy(ctx, version)
}

/** Drafts that wait, newest first. */
export async function listDrafts(ctx: Context): Promise<PolicySummary[]> {
  requirePermission(ctx.actor, 'policy:manage')
  return summaries(ctx, `p.status = 'draft'`, {})
}

/** Every version that was ever switched on or discarded, newest first; `next` is the `before` of the next page. */
export async function listPolicies(
  ctx: Context,
  { before = MAX_VERSION }: { before?: number } = {},
): Promise<{ versions: PolicySummary[]; next: number | null }> {
  requirePermission(ctx.actor, 'policy:read')
  const found = await summaries(ctx, `p.status <> 'draft' and p.version < :before`, { before })
  const { page, next } = cutPage(found, VERSIONS_PER_PAGE, ({ version }) => version)
  return { versions: page, next }
}

const summaries = (ctx: Pick<Context, 'db'>, where: string, bindings: Record<string, unknown>) =>
  rows<PolicySummary>(
    ctx.db,
    `select p.version, p.status, p.revision, p.based_on, p.reason, p.created_at, p.switched_on_at, p.ended_at,
         made.name as created_by, switched.name as switched_on_by, ended.name as ended_by
       from policies p left join users made on made.id = p.created_by
         left join users switched on switched.id = p.switched_on_by left join users ended on ended.id = p.ended_by
      where ${where} order by p.version desc limit :limit`,
    { ...bindings, limit: VERSIONS_PER_PAGE + 1 },
  )

async function contentOf(ctx: Pick<Context, 'db'>, version: number): Promise<PolicyContent> {
  const { rules, documentTypes, requiredSets } = await Policy.query(ctx.db)
    .select('rules', 'documentTypes', 'requiredSets')
    .findById(version)
    .throwIfNotFound()
  return policyContentSchema.parse({ rules, documentTypes, requiredSets })
}
