import { parseWithZod } from '@conform-to/zod/v4'
import type { PlanChecked } from '#app/components/maintenance/plan-check.tsx'
import type { Context } from '#app/domain/context.ts'
import { isDomainError } from '#app/domain/errors.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { readEvent } from '#app/domain/incidents/read-event.ts'
import { requireWindow } from '#app/domain/maintenance/insert-maintenance.ts'
import { listConflicts } from '#app/domain/maintenance/list-conflicts.ts'
import { readSeries } from '#app/domain/maintenance/read-series.ts'
import { occurrencesOf } from '#app/domain/maintenance/recurrence.ts'
import { isRecurring, planMaintenanceSchema } from '#app/domain/maintenance/schemas.ts'
import { loader as guarded, idParam, type RouteArgs } from '#app/http/handlers.server.ts'
import { recurrenceSentence } from '#app/i18n/recurrence.ts'
import { windowText } from '#app/i18n/window-text.ts'
import { seriesFrom, warningsOf, windowFrom } from '#app/routes/desk/maintenances/maintenance-view.ts'

const NOTHING: PlanChecked = { fault: null, rule: null, windows: [], more: 0, warnings: [] }

/** Dates that a publisher sees, and that are looked at, before the series is planned. */
const DATES_SHOWN = 8

/** A plan that is still being typed: its dates, and what speaks against them. Stores nothing. */
export const loader = guarded('maintenance:publish', async (args) => Response.json(await check(args)))

async function check({ ctx, url, locale, t }: RouteArgs): Promise<PlanChecked> {
  const { searchParams } = url
  const own = await ownOf(ctx, searchParams)
  for (const name of ['seriesId', 'maintenanceId']) searchParams.delete(name)
  const submission = parseWithZod(searchParams, { schema: planMaintenanceSchema })
  if (submission.status !== 'success') return NOTHING
  const form = submission.value
  try {
    const now = ctx.clock.now()
    const recurring = isRecurring(form) ? seriesFrom(form) : null
    const window = windowFrom(form)
    if (!recurring) requireWindow(window, now)
    const all = recurring
      ? occurrencesOf(recurring).filter(({ scheduledUntil }) => scheduledUntil > now)
      : [window]
    const windows = all.slice(0, DATES_SHOWN)
    const conflicts = await listConflicts(ctx, {
      windows,
      componentIds: own.componentIds ?? form.componentIds,
      exceptIds: own.ids,
    })
    return {
      fault: null,
      rule: recurring && recurrenceSentence(t, locale, recurring),
      windows: windows.map(({ scheduledFor, scheduledUntil }) =>
        windowText(t, locale, {
          from: scheduledFor.toISOString(),
          until: scheduledUntil.toISOString(),
        }),
      ),
      more: all.length - windows.length,
      warnings: warningsOf(t, locale, windows, conflicts),
    }
  } catch (error) {
    if (!isDomainError(error) || error.kind !== 'Invalid') throw error
    return { ...NOTHING, fault: t(`errors:${error.code}`, { ...error.facts }) }
  }
}

/** What the form changes: a series or a maintenance does not stand in its own way. */
async function ownOf(
  ctx: Context,
  asked: URLSearchParams,
): Promise<{ ids: string[]; componentIds?: string[] }> {
  const seriesId = asked.get('seriesId')
  const id = asked.get('maintenanceId')
  if (seriesId) {
    const { planned } = await readSeries(ctx, idParam(seriesId, isPublicId))
    return { ids: planned.map(({ id }) => id) }
  }
  if (!id) return { ids: [] }
  const { claims } = await readEvent(ctx, 'maintenance', idParam(id, isPublicId))
  return { ids: [id], componentIds: claims.map(({ componentId }) => componentId) }
}
