import { daysBetween, parisDay, plainDay } from '#app/domain/calendar/paris.ts'
import { type DigestStanding, digestDay, isWeekend, rungOf } from '#app/domain/notices/digest-rule.ts'

/** A requirement that waits for the merchant, as a digest lists it. Instants are ISO texts: this is stored as it is. */
export interface DigestItem {
  readonly requirementId: string
  readonly requestedAt: string
  readonly deadlineAt: string | null
}

/** What decides whether it makes a digest due. */
export interface DigestRequirement extends DigestItem {
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

/** Whether an account is written to on a day, and of what, by the rule of `digestDay`. */
export function decideDigest({ at, requirements }: DigestFacts, rungs: readonly number[]): Digest {
  const today = parisDay(new Date(at))
  const standings = requirements.map((one) => standing(one, new Date(at)))
  const { causes, isQuiet } = digestDay(standings, rungs, isWeekend(today))
  return {
    due: causes.map(({ index }) => (requirements[index] as DigestRequirement).requirementId),
    lists: causes.length === 0 || isQuiet ? null : inDigestOrder(requirements),
  }
}

/** A requirement as it stands on the day of the digest. */
function standing(
  { deadlineAt, clockAt, hasOwnNotice, notices }: DigestRequirement,
  at: Date,
): DigestStanding {
  const today = parisDay(at)
  const deadline = deadlineAt === null ? null : parisDay(new Date(deadlineAt))
  const rungsTold = notices.flatMap((notice) =>
    notice.deadlineAt === deadlineAt && notice.daysBefore !== null ? [notice.daysBefore] : [],
  )
  return {
    left: deadline && daysBetween(today, deadline),
    // The clock's last entry told of every rung up to its own day.
    mark: Math.min(...rungsTold, deadline ? daysBetween(parisDay(new Date(clockAt)), deadline) : 0),
    isNew: !notices.some((notice) => notice.deadlineAt !== null || deadlineAt === null),
    accepted: notices.filter(({ acceptedAt }) => acceptedAt !== null && new Date(acceptedAt) <= at).length,
    silent:
      notices.length > 0 ? Math.min(...notices.map(({ day }) => daysBetween(plainDay(day), today))) : null,
    withheldFrom: hasOwnNotice ? 0 : null,
  }
}

/**
 * The rung of each requirement that a notice speaks of, in order, null before the first; their deadlines are those of
 * `requirements`.
 */
export function rungsOf(
  requirementIds: readonly string[],
  requirements: readonly DigestItem[],
  at: Date,
  rungs: readonly number[],
): (number | null)[] {
  const deadlines = new Map(requirements.map(({ requirementId, deadlineAt }) => [requirementId, deadlineAt]))
  return requirementIds.map((id) => {
    const deadlineAt = deadlines.get(id)
    if (!deadlineAt) return null
    const rung = rungOf(daysBetween(parisDay(at), parisDay(new Date(deadlineAt))), rungs)
    return Number.isFinite(rung) ? rung : null
  })
}

/** What was just asked comes first, then the nearest deadline. */
export const inDigestOrder = (requirements: readonly DigestItem[], first: readonly string[] = []): string[] =>
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
