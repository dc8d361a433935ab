import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { type Check, checkUrl } from '#app/domain/probes/check-url.ts'
import { Probe } from '#db/models/probes.ts'

/** Asks once and tells what came back; nothing is written, so no alarm can follow. NotFound for an unknown probe. */
export async function checkNow(ctx: Context, probeId: string): Promise<Check> {
  requirePermission(ctx.actor, 'probe:manage')
  const probe = await Probe.query(ctx.db).findById(probeId)
  if (!probe) throw notFound()
  return checkUrl(probe)
}
