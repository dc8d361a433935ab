import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import { notFound } from '#app/domain/errors.ts'
import { type DocumentId, newId, type RequirementId } from '#app/domain/ids.ts'
import { currentContent } from '#app/domain/policy/current-policy.ts'
import { liftSatisfied } from '#app/domain/restrictions/lift-satisfied.ts'
import { type EvidenceFacts, evidenceDates, type PrintedDates } from '#app/domain/reviews/evidence-dates.ts'
import { recordDecision } from '#app/domain/reviews/record-decision.ts'
import { type Taken, takeSubmission } from '#app/domain/reviews/take-submission.ts'
import { tellApproved } from '#app/domain/reviews/tell-members.ts'
import { recordEvents } from '#app/domain/webhooks/record-events.ts'
import { rows } from '#db/client.ts'
import { AcceptedDocument, type RequirementStatus } from '#db/models/requirements.ts'

export interface ApproveSubmission extends PrintedDates {
  submissionId: string
  /** The version that the officer looked at. */
  version: number
}

/**
 * Accepts a submission as evidence. It satisfies every open requirement of that account, subject and type, tells
 * the members and lifts at once what rested on those requirements. Conflict when another officer decided first
 * or the merchant sent again; Invalid when the dates do not fit the type.
 */
export async function approveSubmission(ctx: Context, input: ApproveSubmission): Promise<AcceptedDocument> {
  requirePermission(ctx.actor, 'submission:decide')
  return withTransaction(ctx, async (tx) => {
    const taken = await takeSubmission(tx, input.submissionId, input.version, 'approved')
    const document = await accept(tx, taken, input)
    await recordDecision(tx, taken, { decision: 'approved', reasonCodes: [], note: '' })
    for (const { id, was } of await satisfy(tx, taken)) {
      // The clock of what is in review stands still already.
      if (was === 'requested' || was === 'rejected') {
        await appendClock(tx, id, { kind: 'paused', cause: 'approved' })
      }
    }
    await tellApproved(tx, taken)
    await liftSatisfied(tx, taken.accountId)
    return document
  })
}

async function accept(
  tx: TransactionContext,
  taken: Taken,
  printed: PrintedDates,
): Promise<AcceptedDocument> {
  const now = tx.clock.now()
  const { version: policyVersion, documentTypes } = await currentContent(tx)
  const type = documentTypes.find(({ code }) => code === taken.documentType)
  if (!type) throw notFound()
  const facts: EvidenceFacts = {
    printed: {
      issuedOn: printed.issuedOn,
      expiresOn: printed.expiresOn,
      dateException: printed.dateException,
    },
    received: parisDay(taken.submittedAt).toString(),
    today: parisDay(now).toString(),
  }
  const dates = evidenceDates(type, facts)
  const document = {
    id: newId<DocumentId>(),
    accountId: taken.accountId,
    submissionId: taken.submissionId,
    documentType: taken.documentType,
    subject: taken.subject,
    ...dates,
    acceptedAt: now,
  }
  await recordAudit(tx, {
    action: 'document.accepted',
    subjectType: 'document',
    subjectId: document.id,
    accountId: taken.accountId,
    after: {
      ...dates,
      submissionId: taken.submissionId,
      documentType: taken.documentType,
      subject: taken.subject,
      dateException: printed.dateException ?? null,
    },
    basis: { policyVersion, ...facts },
  })
  return AcceptedDocument.query(tx.db).insertAndFetch(document)
}

interface Satisfied {
  id: RequirementId
  was: RequirementStatus
}

/** Closes every open requirement that the document answers. */
async function satisfy(tx: TransactionContext, taken: Taken): Promise<Satisfied[]> {
  const satisfied = await rows<Satisfied>(
    tx.db,
    `with open as (
       select id, status as was from requirements
       where account_id = :accountId and document_type = :documentType and subject = :subject and closed_at is null
       order by id for no key update)
     update requirements r set status = 'approved', closed_at = :now, version = version + 1
     from open where r.id = open.id returning r.id, open.was`,
    { ...taken, now: tx.clock.now() },
  )
  if (satisfied.length > 0) {
    await recordAudit(
      tx,
      ...satisfied.map(({ id, was }) => ({
        action: 'requirement.approved',
        subjectType: 'requirement',
        subjectId: id,
        accountId: taken.accountId,
        before: { status: was },
        after: { status: 'approved', documentType: taken.documentType, subject: taken.subject },
      })),
    )
    const { accountId, documentType, subject } = taken
    await recordEvents(
      tx,
      satisfied.map(({ id }) => ({
        type: 'requirement.approved' as const,
        accountId,
        requirementId: id,
        documentType,
        subject,
      })),
    )
  }
  return satisfied
}
