import { system } from '#app/domain/access/actor.ts'
import { type RenewalReport, renew } from '#app/domain/renewals/renew.ts'
import { submitDocuments } from '#app/domain/submissions/submit.ts'
import { takeIn } from '#app/domain/submissions/take-in.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import type { Database } from '#db/client.ts'
import type { Account } from '#db/models/access.ts'
import { Requirement, Submission } from '#db/models/requirements.ts'
import { deskContext } from '#tests/factories/context.ts'
import { makeScene, type Scene } from '#tests/factories/requirement.ts'
import { formOf, pdf } from '#tests/factories/submission.ts'

export const identity = { documentType: 'identity_document', subject: 'Jeanne Dupont' }

/** Merchants whose documents end, and the runs that ask for new ones. */
export const renewals = (database: { readonly db: Database }) => ({
  scene: (given: Partial<Account> = {}) => makeScene(database.db, given),
  /** The daily run of a day, shortly after midnight in Paris. */
  run: (day: string): Promise<RenewalReport> =>
    renew(deskContext(database.db, system('renew'), `${day}T05:30:00Z`)),
  sweep: (day: string) => runSweep(deskContext(database.db, system('sweep'), `${day}T09:00:00Z`)),
  /** Those that ask for something again. */
  requirementsOf: (made: Scene) =>
    Requirement.query(database.db)
      .where({ accountId: made.account.id })
      .whereNotNull('why')
      .orderBy(['requestedAt', 'documentType', 'subject']),
  /** The merchant sends a document, and intake takes it in. */
  async answer(made: Scene, requirementId: string, at: string): Promise<Submission> {
    const sent = await submitDocuments(made.as(made.member, at), {
      requirementId,
      form: formOf([await pdf()]),
    })
    if (sent.outcome !== 'accepted') throw new Error(sent.outcome)
    await takeIn(made.as(system('intake'), at), sent.submissionId, { pages: false })
    return Submission.query(database.db).findById(sent.submissionId).throwIfNotFound()
  },
})
