import { type BreakerFacts, weigh } from '#app/domain/breaker/weigh-run.ts'
import { same } from '#app/domain/replay/same.ts'
import { basisOf, type Given, NOTHING, type StoredAct } from '#app/domain/replay/stored-act.ts'
import { type Ground, restsOnNothing } from '#app/domain/restrictions/lift-satisfied.ts'
import { type Basis, replay } from '#app/domain/sweep/decision.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** Something withheld by the ladder; the decision that officers are shown must be the one of the audit. */
export function replayRestriction(act: StoredAct, given: Given) {
  const [taken] = basisOf<Basis>(act).decisions
  if (!taken) return NOTHING
  const { decision: _, ...facts } = taken
  const shown = given.decisions(act.subjectId).find(({ at }) => at === facts.at)
  if (!same(shown, taken)) return NOTHING
  const { rules } = given.policy(facts.policyVersion)
  const decision = replay(facts, rules)
  // Earlier acts kept a copy of the ladder: it must be the one of their version.
  const copied = 'ladder' in facts && { ladder: rules.ladder }
  const stood = (act.before?.requirementIds ?? []) as readonly string[]
  const grounds = decision[act.after?.capability as Capability] ?? []
  return {
    requirementIds: grounds.filter((id) => !stood.includes(id)),
    basis: { decisions: [{ ...facts, ...copied, decision }] },
  }
}

/** A restriction lifted since nothing is asked any more of what it rested on. */
export const replayLifting = (act: StoredAct) => {
  const { grounds } = basisOf<{ grounds: readonly Ground[] }>(act)
  return grounds.length > 0 && restsOnNothing(grounds) ? { liftingReason: 'requirements_satisfied' } : NOTHING
}

interface Weighed {
  readonly policyVersion: number
  readonly weighed: BreakerFacts
}

/** A run that the breaker held. The list may be longer than what one run would have taken. */
export function replayHold(act: StoredAct, given: Given) {
  const { policyVersion, weighed } = basisOf<Weighed>(act)
  const verdict = weigh(given.policy(policyVersion).rules.breaker, weighed)
  if (!verdict.trips) return NOTHING
  const { accounts, activeAccounts, mostAccounts } = verdict.reading
  return {
    activeAccounts,
    mostAccounts,
    ...(act.action === 'held_batch.opened' && { accounts, policyVersion }),
  }
}

/** A held batch that nothing calls for any more: the number fell, or other rules are in force. */
export function replayPass(act: StoredAct, given: Given) {
  const { policyVersion, weighed, heldUnder } = basisOf<
    Pick<Weighed, 'policyVersion'> & { weighed: BreakerFacts | null; heldUnder: number }
  >(act)
  const { breaker } = given.policy(policyVersion).rules
  return heldUnder !== policyVersion || (weighed && !weigh(breaker, weighed).trips) ? {} : NOTHING
}
