import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import type { AskableType } from '#app/domain/requests/schemas.ts'
import { textsOf } from '#app/i18n/bilingual.ts'
import { DocumentType } from '#db/models/requirements.ts'

/** The document types that can be asked for, in their usual order. */
export async function listAskable(ctx: Context): Promise<AskableType[]> {
  requirePermission(ctx.actor, 'request-batch:manage')
  const types = await DocumentType.query(ctx.db).where({ retired: false }).orderBy('position')
  return types.map((type) => ({ code: type.code, name: textsOf(type, 'name') }))
}
