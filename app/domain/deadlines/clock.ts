import type { Temporal } from 'temporal-polyfill'
import { onOrAfterBusinessDay } from '#app/domain/calendar/business-days.ts'
import { daysBetween, endOfDay, parisDay, plainDay } from '#app/domain/calendar/paris.ts'
import type { ClockEntry } from '#db/models/requirements.ts'

/** One line of the ledger, as the arithmetic needs it. */
export type LedgerEntry = Pick<ClockEntry, 'kind' | 'at' | 'days' | 'date' | 'cause'>

/** The same with what the fair clock keeps in it. */
export type WholeEntry = LedgerEntry & Readonly<Pick<ClockEntry, 'incidentId' | 'outage'>>

/** What the ledger of one requirement says at one instant. Days are calendar days in Europe/Paris. */
export interface ClockReading {
  /** End of the last day, moved on to a business day. Null while paused, and without a date. */
  readonly deadlineAt: Date | null
  readonly startedAt: Date | null
  /** Days that ran; what passes during a pause is not counted. Null without a date. */
  readonly daysUsed: number | null
  /** Days that the merchant has in all: given, extended, or raised to the floor after a rejection. */
  readonly daysTotal: number | null
  /** Until the deadline, or left over for when a paused clock runs on. Negative once overdue. */
  readonly daysLeft: number | null
  readonly pausedSince: Date | null
  readonly pausedCause: string | null
}

interface Fold {
  startedOn: Temporal.PlainDate | null
  startedAt: Date | null
  /** The last day before weekends and holidays are considered. */
  nominal: Temporal.PlainDate | null
  pausedOn: Temporal.PlainDate | null
  pausedSince: Date | null
  pausedCause: string | null
  daysPaused: number
}

/**
 * Reads the ledger (compliance.md, "The deadline clock"). All arithmetic is in whole calendar days of Paris, so
 * no summer time change can gain or lose one, and the same entries always give the same deadline.
 * `entries` in the order in which they were appended; `department` decides which public holidays move the end.
 */
export function readClock(entries: readonly LedgerEntry[], department: string, at: Date): ClockReading {
  const fold = entries.reduce(advance, {
    startedOn: null,
    startedAt: null,
    nominal: null,
    pausedOn: null,
    pausedSince: null,
    pausedCause: null,
    daysPaused: 0,
  })
  const { startedOn, nominal, pausedOn } = fold
  const paused = { startedAt: fold.startedAt, pausedSince: fold.pausedSince, pausedCause: fold.pausedCause }
  if (!startedOn || !nominal) {
    return { ...paused, deadlineAt: null, daysUsed: null, daysTotal: null, daysLeft: null }
  }
  const today = parisDay(at)
  const daysTotal = daysBetween(startedOn, nominal) - fold.daysPaused
  const daysUsed = Math.max(0, daysBetween(startedOn, pausedOn ?? today) - fold.daysPaused)
  if (pausedOn) return { ...paused, deadlineAt: null, daysUsed, daysTotal, daysLeft: daysTotal - daysUsed }
  const last = onOrAfterBusinessDay(nominal, department)
  return { ...paused, deadlineAt: endOfDay(last), daysUsed, daysTotal, daysLeft: daysBetween(today, last) }
}

function advance(fold: Fold, entry: LedgerEntry): Fold {
  const day = parisDay(entry.at)
  switch (entry.kind) {
    case 'started':
      return date(fold, entry.at, day, day.add({ days: entry.days ?? 0 }))
    case 'set':
      return date(fold, entry.at, day, plainDay(entry.date ?? ''))
    case 'paused':
      if (fold.pausedOn) return fold
      return { ...fold, pausedOn: day, pausedSince: entry.at, pausedCause: entry.cause }
    case 'resumed':
      return resume(fold, day, entry.days ?? 0)
    case 'extended':
      return { ...fold, nominal: fold.nominal?.add({ days: entry.days ?? 0 }) ?? null }
  }
}

/**
 * The first date given to a requirement starts its clock; later ones only move the end. One given during a pause already
 * allows for the time that was paused before it.
 */
function date(fold: Fold, at: Date, day: Temporal.PlainDate, nominal: Temporal.PlainDate): Fold {
  const pausedBefore = fold.pausedOn && fold.startedOn ? daysBetween(fold.pausedOn, day) : 0
  return {
    ...fold,
    startedOn: fold.startedOn ?? day,
    startedAt: fold.startedAt ?? at,
    nominal,
    pausedOn: fold.pausedOn && day,
    daysPaused: fold.daysPaused + pausedBefore,
  }
}

/** The end moves by as long as the pause was; with `leastDays`, so many are left from the day of resuming. */
function resume(fold: Fold, day: Temporal.PlainDate, leastDays: number): Fold {
  const paused = fold.pausedOn && fold.startedOn ? Math.max(0, daysBetween(fold.pausedOn, day)) : 0
  const running = {
    ...fold,
    pausedOn: null,
    pausedSince: null,
    pausedCause: null,
    daysPaused: fold.daysPaused + paused,
  }
  if (!fold.nominal) return running
  const moved = fold.nominal.add({ days: paused })
  const floor = day.add({ days: leastDays })
  return { ...running, nominal: leastDays > 0 && daysBetween(moved, floor) > 0 ? floor : moved }
}
