import { dayAfter, parisDay } from '#app/domain/calendar/paris.ts'
import { readClock, type WholeEntry } from '#app/domain/deadlines/clock.ts'
import type { ClockBasis } from '#app/domain/deadlines/ledger.ts'
import type { StoredOutage } from '#app/domain/outages/give-days-back.ts'
import { owedDays } from '#app/domain/outages/owed-days.ts'
import { readSpans, storeSpans } from '#app/domain/outages/spans.ts'
import { basisOf, type Given, NOTHING, type StoredAct } from '#app/domain/replay/stored-act.ts'

type Basis = ClockBasis & Partial<Pick<StoredOutage, 'spans'>> & { readonly others?: readonly StoredOutage[] }

/** An entry of a deadline's ledger, and the deadline that the ledger then gave. */
export function replayDeadline(act: StoredAct, given: Given) {
  const basis = basisOf<Basis>(act)
  const ledger = given.ledger(act.subjectId).slice(0, basis.entries)
  const entry = ledger[basis.entries - 1]
  if (!entry) throw new RangeError(`the ledger has ${ledger.length} entries, not ${basis.entries}`)
  const { kind, at, days, date, cause } = entry
  if (basis.at !== undefined && Date.parse(basis.at) !== at.getTime()) return NOTHING
  return {
    ...{ action: `requirement.clock_${kind}`, days, date, cause },
    deadlineAt: readClock(ledger, basis.department, at).deadlineAt,
    ...byRule(act, entry, basis, given),
    ...(basis.spans && givenBack(basis, ledger)),
  }
}

/** The days where the policy gave them, or the date that followed from another. */
function byRule({ at, before }: StoredAct, { kind, cause }: WholeEntry, basis: Basis, given: Given) {
  if (basis.policyVersion && basis.rule) {
    const days = given.policy(basis.policyVersion).rules[basis.rule]
    return kind === 'set' ? { date: dayAfter(at, days) } : { days }
  }
  if (kind !== 'set') return {}
  if (cause === 'renewal') return { date: dayAfter(at, before?.clockDays as number) }
  if (cause === 'department_changed') {
    return { date: parisDay(new Date(before?.deadlineAt as string)).toString() }
  }
  return {}
}

/** What the fair clock owed before it gave it. */
function givenBack({ department, spans = [], others = [] }: Basis, ledger: readonly WholeEntry[]) {
  const incidentId = ledger.at(-1)?.incidentId ?? ''
  const outage = { incidentId, spans: readSpans(spans) }
  const beside = others.map((other) => ({ incidentId: other.incidentId, spans: readSpans(other.spans) }))
  const { days, moments } = owedDays(ledger.slice(0, -1), department, outage, beside)
  return { incidentId, days, outage: storeSpans(moments) }
}
