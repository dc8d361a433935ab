import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { bothLanguages } from '#app/domain/incidents/texts.ts'
import {
  type Inserted,
  insertMaintenance,
  requireComponents,
  requireWindow,
} from '#app/domain/maintenance/insert-maintenance.ts'
import { DEFAULT_REMINDER_MINUTES } from '#app/domain/maintenance/schemas.ts'

export interface ScheduleMaintenance {
  nameFr?: string
  nameEn?: string
  bodyFr?: string
  bodyEn?: string
  scheduledFor: Date
  scheduledUntil: Date
  /** Under maintenance while the window lasts. */
  componentIds: readonly string[]
  autoStart: boolean
  autoEnd: boolean
  /** Also for the reminders and the notices of start and end. */
  notify: boolean
  /** Minutes before the start at which subscribers are told again; a day and an hour unless told. */
  reminderMinutes?: readonly number[]
}

/** Announces a maintenance window. Invalid when it ends before it begins, or is over already. */
export async function scheduleMaintenance(ctx: Context, input: ScheduleMaintenance): Promise<Inserted> {
  requirePermission(ctx.actor, 'maintenance:publish')
  const name = bothLanguages(input.nameFr, input.nameEn, 'publish.nameMissing')
  const body = bothLanguages(input.bodyFr, input.bodyEn, 'publish.textMissing')
  requireWindow(input, ctx.clock.now())
  return withTransaction(ctx, async (tx) => {
    await requireComponents(tx, input.componentIds)
    return insertMaintenance(tx, {
      ...input,
      name,
      body,
      reminderMinutes: input.reminderMinutes ?? DEFAULT_REMINDER_MINUTES,
      announce: input.notify,
    })
  })
}
