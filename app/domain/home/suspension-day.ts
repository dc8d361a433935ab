import { endOfDay, parisDay } from '#app/domain/calendar/paris.ts'
import { lastDayBefore } from '#app/domain/policy/ladder.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import type { Capabilities } from '#app/domain/restrictions/capabilities.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** What decides until when an overdue document may still come before a suspension. */
export interface SuspensionFacts {
  readonly capabilities: Capabilities
  /** Of the policy in force. */
  readonly ladder: PolicyRules['ladder']
  /** Of the account, for its public holidays. */
  readonly department: string | null
  /** Merchants cannot send now, or could not and have not got their days back yet: nothing is suspended. */
  readonly outageRuns: boolean
  readonly now: Date
}

/**
 * The end of the last day before the ladder withholds a capability that works for a deadline that is over: what is
 * sent by then comes before the suspension. Null once that is over and only what protects the account holds it off,
 * while an outage holds off everything, and where the ladder never withholds it.
 */
export function suspensionDay(
  deadlineAt: Date | null,
  capability: Capability,
  { capabilities, ladder, department, outageRuns, now }: SuspensionFacts,
): Date | null {
  if (outageRuns || capabilities[capability].state !== 'active') return null
  const day = deadlineAt && lastDayBefore({ ladder }, parisDay(deadlineAt), department, capability)
  const end = day && endOfDay(day)
  return end && end > now ? end : null
}

/** What an overdue document would have suspended, and the end of the last day before that. */
export interface ComingSuspension {
  readonly capability: Capability
  readonly sendBy: Date
}

/** The suspensions that a deadline which is over still leads to, the nearest first. */
export const suspensionsAhead = (deadlineAt: Date, facts: SuspensionFacts): ComingSuspension[] =>
  (['payouts', 'payments'] as const)
    .flatMap((capability) => {
      const sendBy = suspensionDay(deadlineAt, capability, facts)
      return sendBy ? [{ capability, sendBy }] : []
    })
    .sort((a, b) => a.sendBy.getTime() - b.sendBy.getTime())

/** What is withheld and rests on this requirement: it is behind the merchant, not ahead. */
export const withheldFor = (requirementId: string, capabilities: Capabilities): Capability[] =>
  (['payouts', 'payments'] as const).filter((capability) => {
    const now = capabilities[capability]
    return now.state === 'inactive' && now.requirementIds.includes(requirementId)
  })
