import { system } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import type { Database } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Mail } from '#db/models/mail.ts'
import { Requirement, Submission } from '#db/models/requirements.ts'
import { deskContext } from '#tests/factories/context.ts'
import type { Waiting } from '#tests/factories/review-scene.ts'
import { addUser } from '#tests/factories/user.ts'

export type DecisionDesk = Awaited<ReturnType<typeof decisionDesk>>

/** Olive Officier, who decides on what waits, and what came of it. */
export async function decisionDesk(db: Database) {
  const officer = await addUser(deskContext(db, system('test')), 'officer', { name: 'Olive Officier' })
  const ctx = deskContext(db, officer)
  return {
    ctx,
    officer,
    approve: (waiting: Waiting, by: Context = ctx, version = 1) =>
      approveSubmission(by, { submissionId: waiting.submission.id, version, issuedOn: '2026-02-01' }),
    reject: (waiting: Waiting, by: Context = ctx) =>
      rejectSubmission(by, {
        submissionId: waiting.submission.id,
        version: 1,
        reasonCodes: ['not_readable', 'fraudulent', 'expired'],
        note: '  La page 2 est floue. ',
      }),
    reread: async ({ requirement, submission }: Waiting) => ({
      requirement: await Requirement.query(db).findById(requirement.id).throwIfNotFound(),
      submission: await Submission.query(db).findById(submission.id).throwIfNotFound(),
    }),
    mailsOf: (waiting: Waiting) => Mail.query(db).where({ accountId: waiting.account.id }).orderBy('locale'),
    async actionsOf(waiting: Waiting) {
      const entries = await AuditEntry.query(db).where({ accountId: waiting.account.id }).orderBy('seq')
      return entries.map(({ action }) => action)
    },
  }
}
