import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/**
 * True while a component that merchants need to send documents is down or in maintenance: no notice goes out
 * and nothing is withheld (compliance.md, fair clock). The database applies the same rule in
 * `restriction_obstacles`.
 */
export async function fairClockPauses(ctx: Pick<Context, 'db'>): Promise<boolean> {
  const found = await rows(
    ctx.db,
    `select 1 from components where needed_to_submit_documents and deleted_at is null
       and status in ('partial_outage', 'major_outage', 'under_maintenance') limit 1`,
  )
  return found.length > 0
}
