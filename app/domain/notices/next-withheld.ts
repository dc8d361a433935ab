import { parisDay } from '#app/domain/calendar/paris.ts'
import type { NoticeItem } from '#app/domain/notices/notice-mail.ts'
import { lastDayBefore } from '#app/domain/policy/ladder.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { CAPABILITIES } from '#app/domain/restrictions/schemas.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** What the ladder withholds next. */
export interface NextWithheld {
  readonly capability: Capability
  /** The last day on which a document still comes before it, `YYYY-MM-DD` in Europe/Paris. */
  readonly after: string
}

/**
 * What these documents, overdue, still lead to, and when: the nearest of it. Null where all is `withheld`, for whatever
 * cause, where the ladder goes no further, and where its day is over and only what protects the account holds it off.
 */
export function nextWithheld(
  items: readonly Pick<NoticeItem, 'deadlineAt' | 'department'>[],
  withheld: readonly Capability[],
  lastDay: LastDay,
  today: string,
): NextWithheld | null {
  const ahead = CAPABILITIES.filter((capability) => !withheld.includes(capability)).flatMap((capability) =>
    items.flatMap(({ deadlineAt, department }) => {
      const after = deadlineAt && lastDay(deadlineAt, department, capability)
      return after && after >= today ? [{ capability, after }] : []
    }),
  )
  return ahead.sort((a, b) => a.after.localeCompare(b.after))[0] ?? null
}

type LastDay = (deadlineAt: Date, department: string, capability: Capability) => string | null

/** `lastDayBefore` as text, each worked out once: a batch of accounts asks for the same few, and holidays take long. */
export function lastDays(rules: Pick<PolicyRules, 'ladder'>): LastDay {
  const known = new Map<string, string | null>()
  return (deadlineAt, department, capability) => {
    const key = `${deadlineAt.getTime()} ${department} ${capability}`
    if (!known.has(key)) {
      const day = lastDayBefore(rules, parisDay(deadlineAt), department, capability)
      known.set(key, day?.toString() ?? null)
    }
    return known.get(key) ?? null
  }
}
