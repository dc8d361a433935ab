import { plainDay } from '#app/domain/calendar/paris.ts'
import { isDue, nextRenewal, whyOf } from '#app/domain/evidence/next-renewal.ts'
import { isSameQuestion, type Needs, type Question, requiredBy } from '#app/domain/policy/required-set.ts'
import type { PolicyContent } from '#app/domain/policy/schemas.ts'
import type { RenewalFacts } from '#app/domain/renewals/ask-renewals.ts'
import { basisOf, type Given, NOTHING, type StoredAct } from '#app/domain/replay/stored-act.ts'
import { type AskFacts, whyAsked } from '#app/domain/requirements/ask-by-rule.ts'

interface Renewed {
  readonly renewal: RenewalFacts
}

/** By the list of the policy; where an officer wrote the reason, only that it is on the list. */
type AskedByList = { readonly policyVersion: number; readonly account: Needs | null } & Partial<AskFacts>

/** A document asked for by a list or a date, not by an officer who chose it. */
export function replayRequest(act: StoredAct, given: Given) {
  const basis = basisOf<Renewed | AskedByList>(act)
  if ('renewal' in basis) return { ...replayRenewal(act, given), ...basis.renewal.question }
  const policy = given.policy(basis.policyVersion)
  const { documentType, subject } = act.after as unknown as Question
  const { today, account, held = null, words = '' } = basis
  const isListed = !account || isRequired(policy, account, { documentType, subject })
  if (!isListed || (account && held && !held.required)) return NOTHING
  if (!today) return {}
  const why = whyAsked({ today, account, held, words }, policy)
  return why === undefined ? NOTHING : { why }
}

/** A renewal asked, or dated where it was asked without a date. */
export function replayRenewal(act: StoredAct, given: Given) {
  const { policyVersion, question, account, held, ...facts } = basisOf<Renewed>(act).renewal
  const policy = given.policy(policyVersion)
  const today = plainDay(facts.today)
  const renewal = nextRenewal(held, policy.rules.renewal, today)
  const isListed = isRequired(policy, account, question)
  if (isListed !== held.required || !renewal || !isDue(renewal, today)) return NOTHING
  const { clockFrom, clockDays } = renewal
  return { clockFrom: clockFrom.toString(), clockDays, why: whyOf(renewal, policyVersion) }
}

const isRequired = (policy: PolicyContent, account: Needs, question: Question) =>
  requiredBy(policy, account).some((one) => isSameQuestion(one, question))
