import fc from 'fast-check'
import { onOrAfterBusinessDay } from '#app/domain/calendar/business-days.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import { COMPONENT_STATUSES } from '#app/domain/components/status.ts'
import { readClock } from '#app/domain/deadlines/clock.ts'
import { clockToCome } from '#app/domain/deadlines/clock-to-come.ts'
import { dueBucket } from '#app/domain/due/due-bucket.ts'
import type { DueList } from '#app/domain/due/list-due.ts'
import type { ListedRequirement } from '#app/domain/due/listed-requirement.ts'
import type { RequirementFacts } from '#app/domain/home/requirement-detail.ts'
import type { OpenRestriction } from '#app/domain/restrictions/capabilities.ts'
import type { SentAnswer } from '#app/domain/submissions/sent-answers.ts'
import { ClockEntry, DocumentType, Requirement } from '#db/models/requirements.ts'
import type { Capability, RestrictionCause } from '#db/models/restrictions.ts'

/** A Tuesday, before summer time and Easter. */
export const NOW = new Date('2026-03-10T09:00:00Z')
const DEPARTMENT = '75'
const FLOOR_DAYS = 7

const MOVES = ['send', 'take', 'reject', 'failIntake', 'extend', 'outage', 'date'] as const
const ENDINGS = ['none', 'none', 'none', 'none', 'approve', 'waive', 'cancel'] as const

/** What is asked once, and what then happened to it; a move that is not possible where it comes is left out. */
const story = fc.record({
  start: fc.constantFrom('dated', 'dated', 'dated', 'undated', 'toCome'),
  askedDaysAgo: fc.integer({ min: 0, max: 90 }),
  givenDays: fc.integer({ min: 1, max: 60 }),
  sides: fc.constantFrom<1 | 2>(1, 2),
  moves: fc.array(
    fc.record({ move: fc.constantFrom(...MOVES), afterDays: fc.integer({ min: 0, max: 20 }) }),
    { maxLength: 5 },
  ),
  ending: fc.constantFrom(...ENDINGS),
})
type Story = typeof story extends fc.Arbitrary<infer Drawn> ? Drawn : never

const BY_HAND = ['manual', 'fraud', 'asset_freeze', 'key'] as const
const byHand = fc.record({
  capability: fc.constantFrom<Capability>('payments', 'payouts'),
  cause: fc.constantFrom(...BY_HAND),
})

/** Everything that a merchant's pages are made of, as the verbs leave it. */
export const merchantState = fc.record({
  stories: fc.array(story, { maxLength: 3 }),
  /** How far up the ladder the sweep went; no rung while a batch is held, an outage runs or no mail arrives. */
  rung: fc.constantFrom<readonly Capability[]>([], ['payouts'], ['payments', 'payouts']),
  byHand: fc.uniqueArray(byHand, { selector: ({ capability, cause }) => capability + cause, maxLength: 4 }),
  examineInDays: fc.integer({ min: -20, max: 20 }),
  /** The account is, after all that was asked … */
  closed: fc.constantFrom(false, false, false, false, false, true),
  /** … or was, and is open again. */
  reopened: fc.constantFrom(false, false, false, false, false, true),
  outageRuns: fc.constantFrom(false, false, true),
  unreachable: fc.constantFrom(false, false, true),
  answerBusinessDays: fc.integer({ min: 1, max: 10 }),
  service: fc.record({
    payments: fc.constantFrom(...COMPONENT_STATUSES),
    payouts: fc.constantFrom(...COMPONENT_STATUSES),
  }),
})
export type MerchantState = typeof merchantState extends fc.Arbitrary<infer Drawn> ? Drawn : never

const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS)

/** One requirement as its story left it. */
export interface Played extends Pick<RequirementFacts, 'requirement' | 'type' | 'entries' | 'submissions'> {
  /** Its deadline was over at some time: a restriction may rest on it. */
  wasLate: boolean
}

/** Everything asked as its story left it; with the account it ended, whatever came of the account after that. */
export const playAll = ({ stories, closed, reopened }: MerchantState): Played[] =>
  stories.map((story, index) => {
    const played = play(story, index)
    const { requirement, submissions } = played
    if (requirement.closedAt || !(closed || reopened)) return played
    if (requirement.status === 'submitted' || requirement.status === 'in_review') {
      Object.assign(submissions[0] ?? {}, { status: 'superseded', decision: null })
    }
    Object.assign(requirement, { status: 'cancelled', closedAt: NOW, closedWithAccount: true })
    return played
  })

/** Plays a story by the rules of the verbs: what they write into the ledger, and which states they lead to. */
function play({ start, askedDaysAgo, givenDays, sides, moves, ending }: Story, index: number): Played {
  const entries: ClockEntry[] = []
  const submissions: SentAnswer[] = []
  const requirement: Requirement = Object.assign(new Requirement(), {
    id: `00000000-0000-4000-8000-00000000000${index}`,
    accountId: '10000000-0000-4000-8000-000000000000',
    documentType: 'bank_details',
    subject: sides === 2 ? 'Camille Martin' : '',
    message: '',
    status: 'requested',
    version: 1,
    requestedBy: null,
    requestedAt: ago(askedDaysAgo),
    closedAt: null,
    closingReason: null,
    closedWithAccount: false,
    deadlineAt: null,
    why: null,
    clockFrom: start === 'toCome' ? parisDay(NOW).add({ days: givenDays }).toString() : null,
    clockDays: start === 'toCome' ? givenDays : null,
    policyVersion: 1,
  } as const)
  let at = ago(askedDaysAgo)
  let wasLate = false
  const append = (given: Partial<ClockEntry>) => {
    const nothing = {
      days: null,
      date: null,
      cause: 'requested',
      actorId: null,
      incidentId: null,
      outage: null,
    }
    const entry = { id: entries.length + 1, requirementId: requirement.id, at, ...nothing, ...given }
    entries.push(Object.assign(new ClockEntry(), entry))
    requirement.deadlineAt = readClock(entries, DEPARTMENT, at).deadlineAt
  }
  const isDated = () => entries.some(({ kind }) => kind === 'started' || kind === 'set')
  const pending = () => ['submitted', 'in_review'].includes(requirement.status)
  const answer = (status: SentAnswer['status'], decision: SentAnswer['decision'] = null) => {
    const [last] = submissions
    if (last) Object.assign(last, { status, decision })
  }
  const perform: Record<(typeof MOVES)[number], () => void> = {
    send: () => {
      if (pending()) answer('superseded')
      else append({ kind: 'paused', cause: 'submitted' })
      const id = `${index}-${submissions.length}`
      submissions.unshift({ id, status: 'submitted', version: 1, submittedAt: at, files: [], decision: null })
      requirement.status = 'submitted'
    },
    take: () => {
      if (requirement.status !== 'submitted') return
      answer('in_review')
      requirement.status = 'in_review'
    },
    reject: () => {
      if (requirement.status !== 'in_review') return
      answer('rejected', { decision: 'rejected', reasonCodes: ['expired'], note: '', decidedAt: at })
      requirement.status = 'rejected'
      append({ kind: 'resumed', days: FLOOR_DAYS, cause: 'rejected' })
    },
    failIntake: () => {
      if (requirement.status !== 'submitted') return
      answer('rejected')
      requirement.status = 'rejected'
      append({ kind: 'resumed', days: FLOOR_DAYS, cause: 'intake_failed' })
    },
    extend: () => isDated() && append({ kind: 'extended', days: givenDays, cause: 'Congés annuels.' }),
    outage: () => {
      const outage = [{ from: ago(askedDaysAgo).toISOString(), until: at.toISOString() }]
      if (isDated() && !pending()) append({ kind: 'extended', days: 1, cause: 'fair_clock', outage })
    },
    date: () => {
      const date = onOrAfterBusinessDay(parisDay(at).add({ days: givenDays }), DEPARTMENT).toString()
      if (!pending()) append({ kind: 'set', date })
    },
  }
  if (start === 'dated') append({ kind: 'started', days: givenDays })
  for (const { move, afterDays } of moves) {
    const next = new Date(at.getTime() + afterDays * DAY_MS)
    if (next > NOW) break
    at = next
    wasLate ||= requirement.deadlineAt !== null && at > requirement.deadlineAt
    perform[move]()
  }
  wasLate ||= requirement.deadlineAt !== null && NOW > requirement.deadlineAt
  if (ending === 'approve' && requirement.status === 'in_review') {
    answer('approved', { decision: 'approved', reasonCodes: [], note: '', decidedAt: at })
    Object.assign(requirement, { status: 'approved', closedAt: NOW })
  }
  if (ending === 'waive' || ending === 'cancel') {
    if (pending()) answer('superseded')
    const closingReason = 'Le compte ne vend plus en ligne.'
    Object.assign(requirement, {
      status: ending === 'waive' ? 'waived' : 'cancelled',
      closedAt: NOW,
      closingReason,
    })
  }
  const type = Object.assign(new DocumentType(), {
    code: 'bank_details',
    nameFr: 'RIB',
    nameEn: 'Bank details',
    descriptionFr: 'Au nom de l’établissement.',
    descriptionEn: 'In the name of the business.',
    legalGroundFr: 'article L561-5',
    legalGroundEn: 'article L561-5',
    sides,
    about: 'account',
    validity: { rule: 'none' },
    position: 0,
    retired: false,
  } satisfies Partial<DocumentType>)
  return { requirement, type, entries, submissions, wasLate }
}

/** As `listDue` groups them. */
export function dueOf(played: readonly Played[]): DueList {
  const listed = played.map(({ requirement, type, entries, submissions }): ListedRequirement => {
    const { status, deadlineAt, closedAt } = requirement
    const waiting = submissions.find((one) => one.status === 'submitted' || one.status === 'in_review')
    return {
      id: requirement.id,
      documentType: type.code,
      nameFr: type.nameFr,
      nameEn: type.nameEn,
      subject: requirement.subject,
      status,
      bucket: dueBucket(status, deadlineAt, NOW),
      requestedAt: requirement.requestedAt,
      closedAt,
      deadlineAt,
      daysLeft: closedAt ? null : readClock(entries, DEPARTMENT, NOW).daysLeft,
      later: closedAt ? null : clockToCome(requirement, DEPARTMENT),
      sentAt: waiting?.submittedAt ?? null,
    }
  })
  const of = (bucket: ListedRequirement['bucket']) =>
    listed
      .filter((one) => one.bucket === bucket)
      .sort((a, b) => Number(a.deadlineAt ?? Infinity) - Number(b.deadlineAt ?? Infinity))
  return {
    past_due: of('past_due'),
    currently_due: of('currently_due'),
    pending_verification: of('pending_verification'),
    eventually_due: of('eventually_due'),
    satisfied: of('satisfied'),
  }
}

/** Restrictions as the sweep, officers and keys leave them: overdue ones rest on what was late and is still open. */
export function restrictionsOf(state: MerchantState, played: readonly Played[]): OpenRestriction[] {
  const causes = played.filter(({ requirement, wasLate }) => wasLate && !requirement.closedAt)
  const waits = causes.some(({ requirement }) => ['requested', 'rejected'].includes(requirement.status))
  const requirementIds = causes.map(({ requirement }) => requirement.id)
  const overdue = (causes.length > 0 ? state.rung : []).map(
    (capability): OpenRestriction => ({
      capability,
      cause: 'documents_overdue',
      byKey: false,
      since: ago(3),
      examineBy: null,
      requirementIds,
      waitsForMerchant: waits,
    }),
  )
  const examineBy = parisDay(NOW).add({ days: state.examineInDays }).toString()
  const others = state.byHand.map(
    ({ capability, cause }): OpenRestriction => ({
      capability,
      cause: cause === 'key' ? 'manual' : (cause satisfies RestrictionCause),
      byKey: cause === 'key',
      since: ago(30),
      examineBy,
      requirementIds: [],
      waitsForMerchant: false,
    }),
  )
  return [...others, ...overdue]
}
