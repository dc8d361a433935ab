import { Temporal } from 'temporal-polyfill'
import { daysBetween, plainDay } from '#app/domain/calendar/paris.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import type { Account } from '#db/models/access.ts'
import type { WhyAgain } from '#db/models/requirements.ts'

/** Accepted evidence as the arithmetic needs it. Days are calendar days of Paris, `YYYY-MM-DD`. */
export interface HeldDocument {
  readonly id: string
  readonly acceptedOn: string
  readonly expiresOn: string | null
}

/** One question to an account (a type, and whose), with everything accepted in answer to it. */
export interface HeldAnswers {
  /** Part of what the legal form needs, so looked at again after some years; others only end as printed. */
  readonly required: boolean
  readonly risk: Account['risk']
  readonly documents: readonly HeldDocument[]
  /** Documents whose expiry an officer waived or took back: not asked again for the same reason. */
  readonly releasedDocuments: readonly string[]
  /** Day on which an officer last waived or took back a periodic review of this question: it counts as one. */
  readonly reviewReleasedOn: string | null
}

/** Of what an account has answered, what the arithmetic looked at. */
export const heldOf = ({
  required,
  risk,
  documents,
  releasedDocuments,
  reviewReleasedOn,
}: HeldAnswers): HeldAnswers => ({ required, risk, documents, releasedDocuments, reviewReleasedOn })

/** When a question must be asked again, and why. */
export interface Renewal {
  readonly documentId: string
  readonly kind: 'expiry' | 'review'
  /** The last day that is served. */
  readonly endsOn: Temporal.PlainDate
  /** For a review: the day of the last look, and the years that it holds. */
  readonly seen: { readonly since: string; readonly years: number } | null
  /** From this day it is asked, without a clock. */
  readonly askOn: Temporal.PlainDate
  /** On this day its clock starts, and gives so many days: to the end, unless it is asked late. */
  readonly clockFrom: Temporal.PlainDate
  readonly clockDays: number
}

/**
 * The next renewal of a question; null without a document, and while one serves without an end. Of several
 * documents the one that serves longest counts. Whatever the day, the merchant has `startDays` days once the clock
 * runs: for what ended while nobody looked too. `today` decides only how late it is.
 */
export function nextRenewal(
  held: HeldAnswers,
  rules: PolicyRules['renewal'],
  today: Temporal.PlainDate,
): Renewal | null {
  const ends = held.documents.map((document) => endOf(document, held, rules))
  const [first, ...others] = ends
  if (first === undefined || ends.includes(null)) return null
  const last = (others as End[]).reduce(
    (latest, end) => (Temporal.PlainDate.compare(end.endsOn, latest.endsOn) > 0 ? end : latest),
    first as End,
  )
  const clockFrom = last.endsOn.subtract({ days: rules.startDays })
  return {
    ...last,
    askOn: last.endsOn.subtract({ days: Math.max(rules.askDays, rules.startDays) }),
    clockFrom: daysBetween(clockFrom, today) > 0 ? today : clockFrom,
    clockDays: rules.startDays,
  }
}

/** True from the day on which a renewal is asked. */
export const isDue = ({ askOn }: Renewal, today: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(askOn, today) <= 0

type End = Pick<Renewal, 'documentId' | 'kind' | 'endsOn' | 'seen'>

/** The printed end or the end of the years without a look (Regulation (EU) 2024/1624, art. 26), what comes first. */
function endOf(document: HeldDocument, held: HeldAnswers, rules: PolicyRules['renewal']): End | null {
  const documentId = document.id
  const expiry: End | null =
    document.expiresOn && !held.releasedDocuments.includes(documentId)
      ? { documentId, kind: 'expiry', endsOn: plainDay(document.expiresOn), seen: null }
      : null
  if (!held.required) return expiry
  const { reviewReleasedOn: released } = held
  const seenOn = released && released > document.acceptedOn ? released : document.acceptedOn
  const years = rules.reviewYears[held.risk]
  // 29 February plus a year is 28 February: the years are a maximum.
  const endsOn = plainDay(seenOn).add({ years })
  const review: End = { documentId, kind: 'review', endsOn, seen: { since: seenOn, years } }
  return expiry && Temporal.PlainDate.compare(expiry.endsOn, review.endsOn) <= 0 ? expiry : review
}

/** The reason as it is kept with the requirement: what it rests on, and by which version of the policy. */
export function whyOf({ documentId, endsOn, seen }: Renewal, policyVersion: number): WhyAgain {
  const common = { documentId, on: endsOn.toString(), policyVersion }
  return seen ? { kind: 'review', ...common, ...seen } : { kind: 'expiry', ...common }
}
