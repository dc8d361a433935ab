/** An open requirement as far as it may call for a digest. Days count from the day of the preview. */
export interface Foreseen {
  /** Days to the last one of its deadline; negative when that is gone, null without one. */
  readonly left: number | null
  /** Rungs of so many days before the deadline, or more, need no notice any more. */
  readonly mark: number
  /** No notice spoke of it, or of the deadline that it has now. */
  readonly isNew: boolean
  /** Notices about it that the mail server took; 2 also stands for more. */
  readonly accepted: number
  /** Days since a notice last spoke of it; null = never. Matters once it is overdue. */
  readonly silent: number | null
  /** The first day on which a run withholds something for it, and tells of that instead; null = none. */
  readonly withheldFrom: number | null
}

/** One of the days looked at, by its distance from the day of the preview. */
export interface ForeseenDay {
  readonly isWeekend: boolean
}

/** Why a digest leaves: the place of the requirement in the list given, and what about it. */
export interface Cause {
  readonly index: number
  readonly why: 'new' | 'rung' | 'untold'
}

const NOTICES_NEEDED = 2

/**
 * The digests of one account, day by day: what calls for each, or null where none leaves. The rules of
 * `planReminders`, played forward with nothing but the facts of now: nobody answers, and the mail server takes every
 * mail at once. `rungs`: the policy's days before a deadline; `again`: `OVERDUE_AGAIN_DAYS`.
 */
export function foreseeDigests(
  requirements: readonly Foreseen[],
  days: readonly ForeseenDay[],
  { toldToday, rungs, again }: { toldToday: boolean; rungs: readonly number[]; again: number },
): (readonly Cause[] | null)[] {
  const sent: number[] = []
  return days.map(({ isWeekend }, day) => {
    const causes = requirements.flatMap((one, index) => {
      const why = calls(one, day, sent, { rungs, again })
      return why ? [{ index, why }] : []
    })
    const isLastDay = causes.some(({ index }) => requirements[index]?.left === day)
    if (causes.length === 0 || (isWeekend && !isLastDay) || (day === 0 && toldToday)) return null
    sent.push(day)
    return causes
  })
}

function calls(
  { left, mark, isNew, accepted, silent, withheldFrom }: Foreseen,
  day: number,
  sent: readonly number[],
  { rungs, again }: { rungs: readonly number[]; again: number },
): Cause['why'] | null {
  if (withheldFrom !== null && day >= withheldFrom) return null
  if (isNew && sent.length === 0) return 'new'
  if (left === null) return null
  const rungOn = (then: number) => Math.min(...rungs.filter((rung) => rung >= left - then))
  const rung = rungOn(day)
  if (rung < mark && sent.every((then) => rungOn(then) > rung)) return 'rung'
  const isSilent = (silent === null || silent + day >= again) && sent.every((then) => day - then >= again)
  if (left < day && accepted + sent.length < NOTICES_NEEDED && isSilent) return 'untold'
  return null
}
