import type { Temporal } from 'temporal-polyfill'
import { NOTICES_NEEDED } from '#app/domain/notices/enough-notices.ts'

/**
 * Days without a notice after which an overdue requirement is told again, as long as fewer than
 * `NOTICES_NEEDED` reached anybody: nothing may be withheld on it before, so silence would leave it overdue for ever.
 */
export const OVERDUE_AGAIN_DAYS = 3
const SATURDAY = 6

/** Notices keep quiet then, except on a deadline's own day. */
export const isWeekend = (day: Temporal.PlainDate): boolean => day.dayOfWeek >= SATURDAY

/** An open requirement as far as it may call for a digest. Days count from the one on which it is looked at. */
export interface DigestStanding {
  /** Days to the last one of its deadline; negative when that is gone, null without one. */
  readonly left: number | null
  /** Rungs of so many days before the deadline, or more, need no notice any more. */
  readonly mark: number
  /** No notice spoke of it, or of the deadline that it has now. */
  readonly isNew: boolean
  /** Notices about it that the mail server took; `NOTICES_NEEDED` also stands for more. */
  readonly accepted: number
  /** Days since a notice last spoke of it; null = never. Matters once it is overdue. */
  readonly silent: number | null
  /** The first day on which something is withheld for it, which is told in its own notice; null = none. */
  readonly withheldFrom: number | null
}

/** Why a digest leaves: the place of the requirement in the list given, and what about it. */
export interface Cause {
  readonly index: number
  readonly why: 'new' | 'rung' | 'untold'
}

/** What one day asks of an account. */
export interface DigestDay {
  readonly causes: readonly Cause[]
  /** Nothing leaves although there is a cause: a weekend, and no deadline ends on it. */
  readonly isQuiet: boolean
}

/**
 * What calls for a digest on the day `day` after the look, after those `sent` in between. One requirement is enough that
 * - has reached a rung of the policy (the nearest of those passed: days of standing still give one notice for
 *   the present state) that no notice for this deadline spoke of, and that lies after the clock's last entry;
 * - or was never spoken of, because the fair clock stood still or the renewal of documents asked it; or not since
 *   it has a deadline;
 * - or is overdue without two accepted notices.
 * `rungs`: the policy's days before a deadline.
 */
export function digestDay(
  requirements: readonly DigestStanding[],
  rungs: readonly number[],
  weekend: boolean,
  day = 0,
  sent: readonly number[] = [],
): DigestDay {
  const causes = requirements.flatMap((one, index) => {
    const why = calls(one, rungs, day, sent)
    return why ? [{ index, why }] : []
  })
  return { causes, isQuiet: weekend && !causes.some(({ index }) => requirements[index]?.left === day) }
}

/**
 * The digests of one account, day by day: what calls for each, or null where none leaves. Played forward with nothing
 * but the facts of now: nobody answers, and the mail server takes every mail at once. `weekends`: of each day, from
 * today on, whether it is one.
 */
export function foreseeDigests(
  requirements: readonly DigestStanding[],
  rungs: readonly number[],
  weekends: readonly boolean[],
  toldToday: boolean,
): (readonly Cause[] | null)[] {
  const sent: number[] = []
  return weekends.map((weekend, day) => {
    const { causes, isQuiet } = digestDay(requirements, rungs, weekend, day, sent)
    if (causes.length === 0 || isQuiet || (day === 0 && toldToday)) return null
    sent.push(day)
    return causes
  })
}

function calls(
  { left, mark, isNew, accepted, silent, withheldFrom }: DigestStanding,
  rungs: readonly number[],
  day: number,
  sent: readonly number[],
): Cause['why'] | null {
  if (withheldFrom !== null && day >= withheldFrom) return null
  if (isNew && sent.length === 0) return 'new'
  if (left === null) return null
  const rungOn = (then: number) => rungOf(left - then, rungs)
  const rung = rungOn(day)
  if (rung < mark && sent.every((then) => rungOn(then) > rung)) return 'rung'
  const isSilent =
    (silent === null || silent + day >= OVERDUE_AGAIN_DAYS) &&
    sent.every((then) => day - then >= OVERDUE_AGAIN_DAYS)
  if (left < day && accepted + sent.length < NOTICES_NEEDED && isSilent) return 'untold'
  return null
}

/** The rung on which a deadline stands that is `left` days away: the nearest of those passed; infinite before the first. */
export const rungOf = (left: number, rungs: readonly number[]): number =>
  Math.min(...rungs.filter((days) => days >= left))
