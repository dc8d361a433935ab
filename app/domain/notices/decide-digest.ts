import { Temporal } from 'temporal-polyfill'
import { daysBetween, parisDay, plainDay } from '#app/domain/calendar/paris.ts'

/**
 * Days without a notice after which an overdue requirement is told again, as long as fewer than two notices
 * reached anybody: nothing may be withheld on it before, so silence would leave it overdue for ever.
 */
export const OVERDUE_AGAIN_DAYS = 3
const NOTICES_NEEDED = 2
const SATURDAY = 6

/** A requirement that waits for the merchant, as a digest lists it. Instants are ISO texts: this is stored as it is. */
export interface ListedRequirement {
  readonly requirementId: string
  readonly requestedAt: string
  readonly deadlineAt: string | null
}

/** What decides whether it makes a digest due. */
export interface DigestRequirement extends ListedRequirement {
  /** The clock's last entry, of which the member was told already; the request where there is none. */
  readonly clockAt: string
  /** Something is withheld on it, or will be by the same sweep: that has a notice of its own. */
  readonly hasOwnNotice: boolean
  /** The requests and reminders that spoke of it. */
  readonly notices: readonly {
    noticeId: string
    day: string
    /** The rung of the reminders, and the deadline that the notice named. */
    daysBefore: number | null
    deadlineAt: string | null
    acceptedAt: string | null
  }[]
}

/** Everything that a reminder rests on. */
export interface DigestFacts {
  readonly at: string
  readonly requirements: readonly DigestRequirement[]
}

export interface Digest {
  /** The requirements that make it due. */
  readonly due: readonly string[]
  /** Everything that it lists, nearest deadline first; null where none is due, or the day is quiet. */
  readonly lists: readonly string[] | null
}

/**
 * Whether an account is written to on a day, and of what. A digest is due when one requirement
 * - has reached a rung of the policy (the nearest of those passed: days of standing still give one notice for
 *   the present state) that no notice for this deadline spoke of, and that lies after the clock's last entry;
 * - or was never spoken of, because the fair clock stood still or the renewal of documents asked it; or not since
 *   it has a deadline;
 * - or is overdue without two accepted notices.
 * Quiet on Saturday and Sunday except on a deadline's own day.
 */
export function decideDigest(facts: DigestFacts, rungs: readonly number[]): Digest {
  const at = new Date(facts.at)
  const today = parisDay(at)
  const due = facts.requirements.filter((requirement) => isDue(requirement, at, rungs))
  const isLastDay = ({ deadlineAt }: DigestRequirement) =>
    deadlineAt !== null && parisDay(new Date(deadlineAt)).equals(today)
  const isQuiet = today.dayOfWeek >= SATURDAY && !due.some(isLastDay)
  return {
    due: due.map(({ requirementId }) => requirementId),
    lists: due.length === 0 || isQuiet ? null : listed(facts.requirements),
  }
}

function isDue(requirement: DigestRequirement, at: Date, rungs: readonly number[]): boolean {
  const { deadlineAt, hasOwnNotice, notices } = requirement
  if (hasOwnNotice) return false
  if (!notices.some((notice) => notice.deadlineAt !== null || deadlineAt === null)) return true
  if (deadlineAt === null) return false
  return isNewRung(requirement, at, rungs) || isOverdueUnheard(requirement, at)
}

function isNewRung({ deadlineAt, clockAt, notices }: DigestRequirement, at: Date, rungs: readonly number[]) {
  const rung = rungOf(deadlineAt, at, rungs)
  if (rung === null || deadlineAt === null) return false
  const begins = parisDay(new Date(deadlineAt)).subtract({ days: rung })
  if (Temporal.PlainDate.compare(begins, parisDay(new Date(clockAt))) <= 0) return false
  return !notices.some(
    (notice) => notice.deadlineAt === deadlineAt && notice.daysBefore !== null && notice.daysBefore <= rung,
  )
}

function isOverdueUnheard({ deadlineAt, notices }: DigestRequirement, at: Date): boolean {
  if (deadlineAt === null || new Date(deadlineAt) > at) return false
  const accepted = notices.filter(({ acceptedAt }) => acceptedAt !== null && new Date(acceptedAt) <= at)
  if (accepted.length >= NOTICES_NEEDED) return false
  const today = parisDay(at)
  return notices.every(({ day }) => daysBetween(plainDay(day), today) >= OVERDUE_AGAIN_DAYS)
}

/** The rung of the reminders on which a deadline stands: the nearest of those passed; null before the first. */
function rungOf(deadlineAt: string | null, at: Date, rungs: readonly number[]): number | null {
  if (deadlineAt === null) return null
  const left = daysBetween(parisDay(at), parisDay(new Date(deadlineAt)))
  const passed = rungs.filter((days) => days >= left)
  return passed.length > 0 ? Math.min(...passed) : null
}

/** The rung of each requirement that a notice speaks of, in order; `listed` tells their deadlines. */
export function rungsOf(
  requirementIds: readonly string[],
  listed: readonly ListedRequirement[],
  at: Date,
  rungs: readonly number[],
): (number | null)[] {
  const deadlines = new Map(listed.map(({ requirementId, deadlineAt }) => [requirementId, deadlineAt]))
  return requirementIds.map((id) => rungOf(deadlines.get(id) ?? null, at, rungs))
}

/** What was just asked comes first, then the nearest deadline. */
export const listed = (requirements: readonly ListedRequirement[], first: readonly string[] = []): string[] =>
  [...requirements]
    .sort(
      (a, b) =>
        Number(first.includes(b.requirementId)) - Number(first.includes(a.requirementId)) ||
        instant(a.deadlineAt) - instant(b.deadlineAt) ||
        instant(a.requestedAt) - instant(b.requestedAt) ||
        (a.requirementId < b.requirementId ? -1 : 1),
    )
    .map(({ requirementId }) => requirementId)

/** Far after every other where there is none; finite, since two of them are compared. */
const instant = (text: string | null): number => (text ? Date.parse(text) : Number.MAX_SAFE_INTEGER)
