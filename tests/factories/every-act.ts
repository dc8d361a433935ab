import { randomUUID } from 'node:crypto'
import { type Actor, system, type UserActor } from '#app/domain/access/actor.ts'
import { updateAccount } from '#app/domain/accounts/update-account.ts'
import { followDelivery } from '#app/domain/contacts/follow-delivery.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { settleOutages } from '#app/domain/outages/settle-outages.ts'
import { claimProbes } from '#app/domain/probes/claim-probes.ts'
import { recordCheck } from '#app/domain/probes/record-check.ts'
import { resolveQuiet } from '#app/domain/probes/resolve-quiet.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { requestReview } from '#app/domain/renewals/request-review.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { recordSubmission } from '#app/domain/submissions/record-submission.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { createEndpoint } from '#app/domain/webhooks/create-endpoint.ts'
import { haltEndpoint } from '#app/domain/webhooks/halt-endpoint.ts'
import { type Database, rows } from '#db/client.ts'
import { Mail } from '#db/models/mail.ts'
import { Requirement } from '#db/models/requirements.ts'
import { addAccount } from '#tests/factories/account.ts'
import { overdueMerchants } from '#tests/factories/breaker.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { makeMaintenance } from '#tests/factories/maintenance.ts'
import { addDocuments, addMerchants, ask, sweepContext } from '#tests/factories/overdue.ts'
import { makeProbe } from '#tests/factories/probe.ts'
import { askMany } from '#tests/factories/request-batch.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { addUser } from '#tests/factories/user.ts'

/** A database in which everything that Vigie does by itself has happened, at least once. */
export async function letEverythingHappen(db: Database): Promise<void> {
  const officer = await addUser(deskContext(db, system('test')), 'officer')
  const desk = (at: string, actor: Actor = officer) => deskContext(db, actor, at)
  await askByList(db, desk)
  await withholdAndLift(db, desk)
  await judge(desk)
  await renewAll(db, desk)
  await moveDeadlines(db, desk)
  await watchServices(db)
  await haltEndpoints(db, desk)
  await losePeople(db)
  await holdARun(db)
}

type Desk = (at: string, actor?: Actor) => Context

/** Asked because it is missing, in bulk and by a review; a reminder; and an answer that stops a clock. */
async function askByList(db: Database, desk: Desk): Promise<void> {
  const at = '2026-02-02T09:00:00Z'
  const account = await addAccount(desk(at))
  const member: UserActor = await addUser(desk(at), 'member', { accountId: account.id })
  const [requirementId = ''] = await requestMissing(desk(at), { accountId: account.id })
  await runSweep(sweepContext(db, '2026-02-18T08:00:00Z'))
  const file = {
    name: 'rib.pdf',
    side: 'whole' as const,
    mediaType: 'application/pdf' as const,
    bytes: 1_234,
  }
  const stored = { sha256: 'a'.repeat(64), storageKey: `.incoming/${randomUUID()}` }
  const answer = { requirementId, submitKey: randomUUID(), files: [{ ...file, ...stored }], member }
  await recordSubmission(desk('2026-02-18T09:00:00Z', member), answer)
  const [inBulk] = await addMerchants(db, 1)
  await askMany(desk('2026-02-18T09:00:00Z'), { search: inBulk?.email ?? '' })
  const [reviewed] = await addMerchants(db, 1)
  const review = { accountId: reviewed?.accountId ?? '', why: 'Nouvelle adresse.' }
  await requestReview(desk('2026-02-18T09:00:00Z'), review)
}

/** Payouts go, then payments, and what is overdue later joins; all of it ends with the last document. */
async function withholdAndLift(db: Database, desk: Desk): Promise<void> {
  const merchants = await addMerchants(db, 1)
  const [first = ''] = await ask(db, merchants, {
    deadline: '2026-02-13',
    notices: ['2026-01-05T09:00:00Z', '2026-01-30T09:00:00Z'],
  })
  const later = { deadline: '2026-02-20', documentType: 'beneficial_owners' }
  const [second = ''] = await ask(db, merchants, {
    ...later,
    notices: ['2026-01-06T09:00:00Z', '2026-02-06T09:00:00Z'],
  })
  for (const at of ['2026-02-18T23:01:00Z', '2026-03-03T08:00:00Z']) await runSweep(sweepContext(db, at))
  for (const requirementId of [first, second]) {
    await waiveRequirement(desk('2026-03-03T09:00:00Z'), { requirementId, reason: 'Vu au guichet.' })
  }
}

async function judge(desk: Desk): Promise<void> {
  const at = '2026-03-10T09:00:00Z'
  const { submission: refused } = await addWaiting(desk(at))
  await rejectSubmission(desk(at), { submissionId: refused.id, version: 1, reasonCodes: ['not_readable'] })
  const { submission } = await addWaiting(desk(at), { documentType: 'activity_licence' })
  await approveSubmission(desk(at), { submissionId: submission.id, version: 1, expiresOn: '2031-01-31' })
}

/** Documents that end: asked, dated where it was asked already, and their clocks started. */
async function renewAll(db: Database, desk: Desk): Promise<void> {
  const merchants = await addMerchants(db, 2)
  await addDocuments(db, merchants, { documentType: 'activity_licence', expiresOn: '2026-05-01' })
  const undated = { documentType: 'activity_licence', deadline: null, message: 'À prévoir.' }
  await requestRequirement(desk('2026-02-27T09:00:00Z'), {
    accountId: merchants[1]?.accountId ?? '',
    ...undated,
  })
  for (const at of ['2026-03-05T00:30:00Z', '2026-04-02T00:30:00Z']) await renew(sweepContext(db, at))
}

/** An outage gives days back; another département has other holidays. */
async function moveDeadlines(db: Database, desk: Desk): Promise<void> {
  const publisher = await createPublisher(db)
  const at = (time: string) => statusContext(db, publisher, time)
  const portal = await makeComponent(at('2026-04-03T10:00:00Z'), { neededToSubmitDocuments: true })
  const incident = await makeIncident(at('2026-04-03T10:00:00Z'), { [portal]: 'major_outage' })
  await resolveIncident(at('2026-04-04T09:00:00Z'), incident)
  await settleOutages(sweepContext(db, '2026-04-04T09:01:00Z'))
  const { id: accountId } = await addAccount(desk('2026-04-07T09:00:00Z'))
  // The day on which Guadeloupe remembers the abolition of slavery.
  const order = { accountId, documentType: 'bank_details', deadline: '2026-05-27' }
  await requestRequirement(desk('2026-04-07T09:00:00Z'), order)
  const key: Actor = {
    kind: 'api_key',
    keyId: randomUUID() as never,
    scopes: ['accounts:write'],
    livemode: true,
  }
  await updateAccount(desk('2026-04-07T10:00:00Z', key), { accountId, department: '971' })
}

/** A maintenance begins and ends; probes alarm and take it back, and what one of them opened is resolved. */
async function watchServices(db: Database): Promise<void> {
  const publisher = await createPublisher(db)
  const at = (time: string, actor: Actor = publisher) => statusContext(db, actor, `2026-04-10T${time}:00Z`)
  await makeMaintenance(at('08:00'), {
    scheduledFor: new Date('2026-04-10T09:00:00Z'),
    scheduledUntil: new Date('2026-04-10T10:00:00Z'),
  })
  for (const time of ['09:01', '10:01']) await advanceMaintenance(at(time, system('maintenance')))
  for (const mode of ['propose', 'open'] as const) {
    const fields = { mode, intervalSeconds: 60, successesToRecover: 2, resolveAfterMinutes: 10 }
    await makeProbe(at('11:00'), `https://${mode}.vigie.test/`, fields)
  }
  for (const [time, httpStatus] of [
    ...(['11:01', '11:02'] as const).map((failed) => [failed, 500] as const),
    ...(['11:03', '11:04'] as const).map((passed) => [passed, 200] as const),
  ]) {
    const ctx = at(time, system('run_probes'))
    const outcome = httpStatus === 200 ? 'ok' : 'status'
    for (const probe of await claimProbes(ctx, { limit: 2, leaseSeconds: 60 })) {
      await recordCheck(ctx, probe, { at: ctx.clock.now(), outcome, httpStatus, responseMs: 5 })
    }
  }
  await resolveQuiet(at('11:15', system('run_probes')))
}

async function haltEndpoints(db: Database, desk: Desk): Promise<void> {
  const at = '2026-04-20T09:00:00Z'
  const administrator = desk(at, await addUser(deskContext(db, system('test')), 'administrator'))
  for (const outcome of ['gone', 'status']) {
    const fields = { url: `https://${outcome}.vigie.test/`, events: ['account.restricted' as const] }
    const { id } = await createEndpoint(administrator, fields)
    const failing = { outcome, failures: 40, failingSince: new Date('2026-04-16T09:00:00Z') }
    await withTransaction(desk(at, system('deliver_webhooks')), (tx) => haltEndpoint(tx, id, failing))
  }
}

/** Two notices of one account, one after the other, that reach nobody. */
async function losePeople(db: Database): Promise<void> {
  const unreached = await rows<{ mailId: string }>(
    db,
    `select nm.mail_id from notice_mails nm join notices n on n.id = nm.notice_id
      where n.account_id = (select account_id from notices where kind = 'reminder' order by created_at limit 1)
      order by n.created_at`,
  )
  await Mail.query(db).patch({ status: 'failed' })
  for (const { mailId } of unreached) {
    await withTransaction(sweepContext(db, '2026-04-21T09:00:00Z'), (tx) => followDelivery(tx, mailId, false))
  }
}

/** More than a run may restrict: held, then still more, then nothing of it is due any more. */
async function holdARun(db: Database): Promise<void> {
  await overdueMerchants(db, 21)
  await runSweep(sweepContext(db, '2026-04-22T08:00:00Z'))
  await overdueMerchants(db, 1)
  await runSweep(sweepContext(db, '2026-04-22T08:10:00Z'))
  await write(sweepContext(db, '2026-04-22T09:00:00Z'), (tx) =>
    Requirement.query(tx.db)
      .patch({ status: 'cancelled', closedAt: tx.clock.now() })
      .whereNull('closedAt')
      .where({ deadlineAt: new Date('2026-02-13T22:59:59.999Z') }),
  )
  await runSweep(sweepContext(db, '2026-04-22T09:10:00Z'))
}
