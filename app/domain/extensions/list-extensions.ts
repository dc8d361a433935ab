import { actorId } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/** A long extension that waits for a second officer. */
export interface AskedExtension {
  id: string
  requirementId: string
  accountId: string
  accountName: string
  nameFr: string
  nameEn: string
  subject: string
  /** Null while the clock stands still. */
  deadlineAt: Date | null
  days: number
  reason: string
  askedAt: Date
  askedBy: string
  /** The reader asked, so somebody else must decide. */
  isOwn: boolean
}

/** More wait than one page shows only when nobody decides: the oldest come first. */
const SHOWN = 200

/** Those that wait, oldest first: of all accounts, or of one. Those of requirements that have ended are left out. */
export async function listExtensions(
  ctx: Context,
  accountId: string | null = null,
): Promise<AskedExtension[]> {
  requirePermission(ctx.actor, 'account:list')
  return rows<AskedExtension>(
    ctx.db,
    `select x.id, x.requirement_id, x.account_id, a.name as account_name, t.name_fr, t.name_en, q.subject,
        q.deadline_at, x.days, x.reason, x.asked_at, u.name as asked_by,
        coalesce(cast(x.asked_by as text) = :reader, false) as is_own
      from long_extensions x join requirements q on q.id = x.requirement_id
        join document_types t on t.code = q.document_type join accounts a on a.id = x.account_id
        join users u on u.id = x.asked_by
      where x.status = 'asked' and q.closed_at is null
        and (cast(:accountId as uuid) is null or x.account_id = cast(:accountId as uuid))
      order by x.asked_at, x.id limit :limit`,
    { accountId, reader: actorId(ctx.actor), limit: SHOWN },
  )
}
