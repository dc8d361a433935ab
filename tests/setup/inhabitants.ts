import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, vi } from 'vitest'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { DAY_MS, HOUR_MS } from '#app/domain/clock.ts'
import { createComponent } from '#app/domain/components/create-component.ts'
import { createGroup } from '#app/domain/components/create-group.ts'
import type { Context } from '#app/domain/context.ts'
import { importAccounts } from '#app/domain/imports/import-accounts.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { scheduleMaintenance } from '#app/domain/maintenance/schedule-maintenance.ts'
import { editRules } from '#app/domain/policy/edit-rules.ts'
import { editSets } from '#app/domain/policy/edit-sets.ts'
import { rulesForm } from '#app/domain/policy/forms/rules.ts'
import { readPolicy } from '#app/domain/policy/read-policy.ts'
import { startDraft } from '#app/domain/policy/start-draft.ts'
import { chooseByFile } from '#app/domain/requests/choose-by-file.ts'
import { prepareBatch } from '#app/domain/requests/prepare-batch.ts'
import { previewBatch } from '#app/domain/requests/preview-batch.ts'
import { readBatch } from '#app/domain/requests/read-batch.ts'
import { startBatch } from '#app/domain/requests/start-batch.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { createTemplate } from '#app/domain/templates/create-template.ts'
import { createEndpoint } from '#app/domain/webhooks/create-endpoint.ts'
import { Broadcast } from '#db/models/mail.ts'
import { ProbeProposal } from '#db/models/probes.ts'
import { Requirement, Submission, SubmissionFile } from '#db/models/requirements.ts'
import { WebhookDelivery } from '#db/models/webhooks.ts'
import { makeSeries } from '#tests/factories/maintenance.ts'
import { makeProbe } from '#tests/factories/probe.ts'
import { pdf } from '#tests/factories/submission.ts'
import { addPerson, type Person } from '#tests/factories/user.ts'
import type { Application } from '#tests/setup/application.ts'

/** Somebody in every part, and one of everything that has an address of its own. */
export interface Inhabitants {
  readonly member: Person
  /** Of another account. */
  readonly stranger: Person
  readonly officer: Person
  readonly publisher: Person
  readonly administrator: Person
  /** By the name that routes give it. */
  readonly ids: {
    accountId: string
    requirementId: string
    submissionId: string
    fileId: string
    importId: string
    componentId: string
    groupId: string
    incidentId: string
    incidentUpdateId: string
    maintenanceId: string
    maintenanceUpdateId: string
    seriesId: string
    broadcastId: string
    probeId: string
    proposalId: string
    templateId: string
    webhookId: string
    webhookDeliveryId: string
    policyDraft: number
    /** Waits for its confirmation. */
    batchId: string
    /** Chosen by a file with a bad row. */
    sirenBatchId: string
    /** Asked and done. */
    finishedBatchId: string
  }
}

/** Fills a running application by its own verbs; the file arrives over HTTP and is taken in by the worker. */
export async function inhabit(app: Application): Promise<Inhabitants> {
  const ctx = app.context()
  const member = await addPerson(ctx)
  const stranger = await addPerson(ctx)
  const officer = await addPerson(ctx, { role: 'officer', locale: 'en' })
  const publisher = await addPerson(ctx, { role: 'publisher', locale: 'en' })
  const administrator = await addPerson(ctx, { role: 'administrator', locale: 'en' })
  const { accountId } = member.actor
  if (!accountId) throw new Error('a member has an account')

  const requirementId = await requestRequirement(app.context(officer.actor), {
    accountId,
    documentType: 'bank_details',
  })
  await sendPdf(app, member, requirementId)
  const submission = await Submission.query(app.db).findOne({ requirementId }).throwIfNotFound()
  const file = await SubmissionFile.query(app.db).findOne({ submissionId: submission.id }).throwIfNotFound()
  const { id: importId } = await importAccounts(app.context(administrator.actor), {
    name: 'comptes.csv',
    source: Readable.from([Buffer.from('name,siren,legal_form,email,contact_name\nX,1,x,x,x\n')]),
  })

  const publishing = app.context(publisher.actor)
  const groupId = await createGroup(publishing, { nameFr: 'Encaissements', nameEn: 'Payments' })
  const componentId = await createComponent(publishing, {
    nameFr: 'Paiements par carte',
    nameEn: 'Card payments',
    descriptionFr: '',
    descriptionEn: '',
    shown: true,
    startDate: '2025-01-01',
    neededToSubmitDocuments: false,
  })
  const incident = await openIncident(publishing, {
    status: 'investigating',
    bodyFr: 'Nous cherchons la cause.',
    bodyEn: 'We are looking for the cause.',
    components: [{ id: componentId, status: 'degraded_performance' }],
    notify: true,
  })
  const broadcast = await Broadcast.query(app.db).findOne({ updateId: incident.updateId }).throwIfNotFound()
  const begins = new Date(Date.now() + DAY_MS)
  const maintenance = await scheduleMaintenance(publishing, {
    nameFr: 'Mise à jour',
    nameEn: 'Upgrade',
    bodyFr: 'Les paiements restent acceptés.',
    bodyEn: 'Payments stay accepted.',
    scheduledFor: begins,
    scheduledUntil: new Date(begins.getTime() + HOUR_MS),
    componentIds: [componentId],
    autoStart: false,
    autoEnd: false,
    notify: false,
  })
  const templateId = await createTemplate(publishing, {
    kind: 'incident',
    name: 'Paiements ralentis',
    bodyFr: 'Certains paiements prennent plus de temps.',
    bodyEn: 'Some payments take longer.',
    status: 'investigating',
    components: [{ id: componentId, status: 'degraded_performance' }],
    notify: false,
  })
  const seriesId = await makeSeries(publishing, {
    localStart: `${parisDay(begins).add({ days: 7 })}T02:00`,
    componentIds: [componentId],
    notify: false,
  })
  return {
    member,
    stranger,
    officer,
    publisher,
    administrator,
    ids: {
      accountId,
      requirementId,
      submissionId: submission.id,
      fileId: file.id,
      importId,
      componentId,
      groupId,
      incidentId: incident.incidentId,
      incidentUpdateId: incident.updateId,
      maintenanceId: maintenance.incidentId,
      maintenanceUpdateId: maintenance.updateId,
      seriesId,
      broadcastId: broadcast.id,
      ...(await alarm(publishing, componentId)),
      templateId,
      ...(await webhook(app.context(administrator.actor), officer, accountId)),
      policyDraft: await draftPolicy(app.context(administrator.actor)),
      ...(await bulkRequests(app.context(officer.actor))),
    },
  }
}

/** Bulk requests in every state that has a page of its own; the last one is worked off by the worker. */
async function bulkRequests(ctx: Context) {
  const what = { what: 'types' as const, documentTypes: ['bank_details'] }
  const batchId = await prepareBatch(ctx, { ...what, chosenBy: 'filter', risk: 'standard' })
  const sirenBatchId = await prepareBatch(ctx, { ...what, chosenBy: 'file' })
  await chooseByFile(ctx, sirenBatchId, {
    name: 'sirens.csv',
    source: Readable.from([Buffer.from('siren\n123\n')]),
  })
  const finishedBatchId = await prepareBatch(ctx, { chosenBy: 'filter', what: 'missing', documentTypes: [] })
  const { fingerprint, asked } = await previewBatch(ctx, finishedBatchId)
  await startBatch(ctx, { batchId: finishedBatchId, fingerprint, typed: String(asked) })
  await vi.waitFor(async () => expect((await readBatch(ctx, finishedBatchId)).status).toBe('finished'), {
    timeout: 15_000,
    interval: 50,
  })
  return { batchId, sirenBatchId, finishedBatchId }
}

/** A probe that the worker has found failing, and what it proposes. */
async function alarm(ctx: Context, componentId: string): Promise<{ probeId: string; proposalId: string }> {
  const probeId = await makeProbe(ctx, 'http://127.0.0.1:1/', { componentId, failuresToAlarm: 1 })
  const proposal = await vi.waitFor(
    () => ProbeProposal.query(ctx.db).findOne({ probeId }).throwIfNotFound(),
    { timeout: 15_000, interval: 50 },
  )
  return { probeId, proposalId: proposal.id }
}

/** An endpoint where nobody answers, and a message that waits for it. */
async function webhook(ctx: Context, officer: Person, accountId: string) {
  const url = 'https://ledger.vigie.test/webhooks'
  const { id: webhookId } = await createEndpoint(ctx, { url, events: ['requirement.requested'] })
  await requestRequirement({ ...ctx, actor: officer.actor }, { accountId, documentType: 'identity_document' })
  const { id } = await WebhookDelivery.query(ctx.db).findOne({ endpointId: webhookId }).throwIfNotFound()
  return { webhookId, webhookDeliveryId: String(id) }
}

/** A draft of the policy that would withhold earlier and ask for more. */
async function draftPolicy(ctx: Context): Promise<number> {
  const version = await startDraft(ctx, { reason: 'Audit 2026' })
  const { content } = await readPolicy(ctx, version)
  await editRules(ctx, version, { ...rulesForm(content.rules), firstAfter: 0, revision: 1 })
  const sole_trader = [...content.requiredSets.sole_trader, 'activity_licence']
  await editSets(ctx, version, { ...content.requiredSets, sole_trader, revision: 2 })
  return version
}

/** A form as the page of a requirement sends it. */
export async function uploadForm(): Promise<FormData> {
  const { name, type, bytes } = await pdf()
  const form = new FormData()
  form.append('submit_key', randomUUID())
  form.append('whole', new Blob([new Uint8Array(bytes)], { type }), name)
  return form
}

async function sendPdf(app: Application, member: Person, requirementId: string): Promise<void> {
  const answer = await fetch(`${app.url}/requirements/${requirementId}/files`, {
    method: 'POST',
    body: await uploadForm(),
    headers: { cookie: await app.cookieOf(member), 'sec-fetch-site': 'same-origin' },
  })
  if (!answer.ok) throw new Error(`the upload was refused: ${answer.status} ${await answer.text()}`)
  await vi.waitFor(
    async () => {
      const { status } = await Requirement.query(app.db).findById(requirementId).throwIfNotFound()
      if (status !== 'in_review') throw new Error(`the requirement is still ${status}`)
    },
    { timeout: 15_000, interval: 50 },
  )
}
