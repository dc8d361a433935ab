import { reachesAccount } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { PromisedDay } from '#app/domain/calendar/promised-day.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { type ClockReading, readClock } from '#app/domain/requirements/clock.ts'
import { type ClockToCome, clockToCome } from '#app/domain/requirements/clock-to-come.ts'
import { type DueBucket, dueBucket } from '#app/domain/requirements/due-bucket.ts'
import { type LedgerLine, ledgerLine } from '#app/domain/requirements/ledger-line.ts'
import {
  type ComingSuspension,
  type SuspensionFacts,
  suspensionsAhead,
  withheldFor,
} from '#app/domain/requirements/suspension-day.ts'
import { capabilitiesOf } from '#app/domain/restrictions/capabilities.ts'
import { type AnswerPromise, answerBy, answerPromises } from '#app/domain/reviews/answer-by.ts'
import { type SentAnswer, sentAnswers } from '#app/domain/submissions/sent-answers.ts'
import { Account } from '#db/models/access.ts'
import { ClockEntry, DocumentType, Requirement } from '#db/models/requirements.ts'
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

/**
 * A member reads those of the own account, staff all. What a member may not be told of a refusal is already
 * replaced. NotFound for an unknown id and for another account's.
 */
export async function readRequirement(ctx: Context, requirementId: string): Promise<RequirementDetail> {
  requirePermission(ctx.actor, 'requirement:read')
  const requirement = await Requirement.query(ctx.db).findById(requirementId)
  if (!requirement || !reachesAccount(ctx.actor, requirement.accountId)) throw notFound()
  const account = await Account.query(ctx.db).findById(requirement.accountId).throwIfNotFound()
  const type = await DocumentType.query(ctx.db).findById(requirement.documentType).throwIfNotFound()
  return requirementDetail({
    requirement,
    account,
    type,
    entries: await ClockEntry.query(ctx.db).where({ requirementId }).orderBy('id'),
    submissions: await sentAnswers(ctx, requirementId),
    capabilities: await capabilitiesOf(ctx, account.id),
    ladder: (await currentPolicy(ctx)).rules.ladder,
    outageRuns: await fairClockPauses(ctx),
    promises: await answerPromises(ctx),
    now: ctx.clock.now(),
  })
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
