import { Temporal } from 'temporal-polyfill'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { type NationalHoliday, nationalHoliday } from '#app/domain/calendar/holidays.ts'
import { startOfDay } from '#app/domain/calendar/paris.ts'
import type { MaintenanceStatus } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { daysOf } from '#app/domain/maintenance/conflicts.ts'
import { IS_CANCELLED } from '#app/domain/maintenance/has-begun.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { rows } from '#db/client.ts'

export interface CalendarDay {
  /** "YYYY-MM-DD" */
  readonly day: string
  readonly inMonth: boolean
  readonly holiday: NationalHoliday | null
  /** Windows that touch the day, also those that began before it. */
  readonly windows: readonly CalendarWindow[]
}

export interface CalendarWindow {
  readonly id: string
  readonly nameFr: string
  readonly nameEn: string
  readonly nameWrittenIn: Locale | null
  readonly status: MaintenanceStatus
  readonly cancelled: boolean
  readonly scheduledFor: Date
  readonly scheduledUntil: Date
  readonly seriesId: string | null
}

/** The weeks of a month in Paris, Monday to Sunday, with the days of its neighbours that complete them. */
export async function listMonth(ctx: Context, month: Temporal.PlainYearMonth): Promise<CalendarDay[][]> {
  requirePermission(ctx.actor, 'status:desk')
  const firstDay = month.toPlainDate({ day: 1 })
  const first = firstDay.subtract({ days: firstDay.dayOfWeek - 1 })
  const lastDay = month.toPlainDate({ day: month.daysInMonth })
  const end = lastDay.add({ days: 8 - lastDay.dayOfWeek })
  const windows = await rows<CalendarWindow>(
    ctx.db,
    `select i.id, i.name_fr, i.name_en, i.name_written_in, i.status, i.scheduled_for, i.scheduled_until,
            i.series_id, ${IS_CANCELLED} as cancelled
       from incidents i
      where i.kind = 'maintenance' and i.scheduled_for < :end and i.scheduled_until > :first
      order by i.scheduled_for, i.id`,
    { first: startOfDay(first), end: startOfDay(end) },
  )
  const clip = ({ scheduledFor, scheduledUntil }: CalendarWindow) => ({
    scheduledFor: latest(scheduledFor, startOfDay(first)),
    scheduledUntil: earliest(scheduledUntil, startOfDay(end)),
  })
  const byDay = Map.groupBy(
    windows.flatMap((window) => daysOf(clip(window)).map((day) => ({ day: day.toString(), window }))),
    ({ day }) => day,
  )
  const weeks: CalendarDay[][] = []
  for (let monday = first; Temporal.PlainDate.compare(monday, end) < 0; monday = monday.add({ weeks: 1 })) {
    weeks.push(
      Array.from({ length: 7 }, (_, index) => {
        const date = monday.add({ days: index })
        const day = date.toString()
        return {
          day,
          inMonth: date.month === month.month,
          holiday: nationalHoliday(date),
          windows: (byDay.get(day) ?? []).map(({ window }) => window),
        }
      }),
    )
  }
  return weeks
}

const latest = (a: Date, b: Date) => (a > b ? a : b)
const earliest = (a: Date, b: Date) => (a < b ? a : b)
