import { parisDay } from '#app/domain/calendar/paris.ts'
import type { PromisedDay } from '#app/domain/calendar/promised-day.ts'
import { type ClockReading, readClock } from '#app/domain/deadlines/clock.ts'
import { type ClockToCome, clockToCome } from '#app/domain/deadlines/clock-to-come.ts'
import { type LedgerLine, ledgerLine } from '#app/domain/deadlines/ledger-line.ts'
import { dueBucket } from '#app/domain/due/due-bucket.ts'
import type { DueBucket } from '#app/domain/due/schemas.ts'
import {
  type ComingSuspension,
  type SuspensionFacts,
  suspensionsAhead,
  withheldFor,
} from '#app/domain/home/suspension-day.ts'
import { type AnswerPromise, answerBy } from '#app/domain/reviews/answer-by.ts'
import type { SentAnswer } from '#app/domain/submissions/sent-answers.ts'
import type { Account } from '#db/models/access.ts'
import type { ClockEntry, DocumentType, Requirement } from '#db/models/requirements.ts'
import type { Capability } from '#db/models/restrictions.ts'

/** One requirement with everything that ever happened to it. */
export interface RequirementDetail {
  id: string
  accountId: string
  /** The account is, since then: nothing is asked of it any more, and nothing can be sent. */
  accountClosedAt: Date | null
  subject: string
  message: string
  /** Why it is asked although a document was accepted before. */
  why: Requirement['why']
  later: ClockToCome | null
  /** The day in Europe/Paris on which this was read. */
  today: string
  status: Requirement['status']
  version: number
  bucket: DueBucket
  requestedAt: Date
  closedAt: Date | null
  closingReason: string | null
  /** It ended since its account was closed. */
  closedWithAccount: boolean
  type: Pick<
    DocumentType,
    | 'code'
    | 'nameFr'
    | 'nameEn'
    | 'descriptionFr'
    | 'descriptionEn'
    | 'legalGroundFr'
    | 'legalGroundEn'
    | 'sides'
    | 'about'
  >
  clock: ClockReading
  ledger: LedgerLine[]
  /** Merchants cannot send now, or could not and have not got their days back yet: this clock will get more. */
  outageRuns: boolean
  /** While it is overdue and lies with the merchant. */
  suspensions: readonly ComingSuspension[]
  /** What it has already suspended. */
  withheld: readonly Capability[]
  /** While it lies with us. */
  answerBy: PromisedDay | null
  /** Newest first. */
  submissions: SentAnswer[]
}

/** What a requirement is made of. */
export interface RequirementFacts extends Omit<SuspensionFacts, 'department'> {
  readonly requirement: Requirement
  readonly account: Pick<Account, 'department' | 'closedAt'>
  readonly type: DocumentType
  readonly entries: readonly ClockEntry[]
  readonly submissions: SentAnswer[]
  readonly promises: readonly AnswerPromise[]
}

/** The same from the facts alone. */
export function requirementDetail(facts: RequirementFacts): RequirementDetail {
  const { requirement, account, type, entries, submissions, outageRuns, promises, now } = facts
  const bucket = dueBucket(requirement.status, requirement.deadlineAt, now)
  return {
    id: requirement.id,
    accountId: requirement.accountId,
    accountClosedAt: account.closedAt,
    subject: requirement.subject,
    message: requirement.message,
    why: requirement.why,
    later: requirement.closedAt ? null : clockToCome(requirement, account.department),
    today: parisDay(now).toString(),
    status: requirement.status,
    version: requirement.version,
    bucket,
    requestedAt: requirement.requestedAt,
    closedAt: requirement.closedAt,
    closingReason: requirement.closingReason,
    closedWithAccount: requirement.closedWithAccount,
    type: {
      code: type.code,
      nameFr: type.nameFr,
      nameEn: type.nameEn,
      descriptionFr: type.descriptionFr,
      descriptionEn: type.descriptionEn,
      legalGroundFr: type.legalGroundFr,
      legalGroundEn: type.legalGroundEn,
      sides: type.sides,
      about: type.about,
    },
    clock: readClock(entries, account.department, now),
    ledger: entries.map(ledgerLine),
    outageRuns,
    suspensions:
      bucket === 'past_due' && requirement.deadlineAt
        ? suspensionsAhead(requirement.deadlineAt, { ...facts, department: account.department })
        : [],
    withheld: withheldFor(requirement.id, facts.capabilities),
    answerBy:
      bucket === 'pending_verification' ? answerBy(submissions[0]?.submittedAt ?? now, promises, now) : null,
    submissions,
  }
}
