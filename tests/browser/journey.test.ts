import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addBusinessDays } from '#app/domain/calendar/business-days.ts'
import { endOfDay, parisDay } from '#app/domain/calendar/paris.ts'
import { createEndpoint } from '#app/domain/webhooks/create-endpoint.ts'
import { EVENT_TYPES } from '#app/domain/webhooks/schemas.ts'
import { Account } from '#db/models/access.ts'
import { Requirement } from '#db/models/requirements.ts'
import { newSiren } from '#tests/factories/account.ts'
import { makeApiKey } from '#tests/factories/api.ts'
import { pdf, picture, type TestFile } from '#tests/factories/submission.ts'
import { addPerson, PASSWORD } from '#tests/factories/user.ts'
import { type Receiver, startReceiver, verify } from '#tests/factories/webhook-receiver.ts'
import { type Application, type CaughtMail, startApplication } from '#tests/setup/application.ts'
import { closeBrowser, linkIn, openReader, type Reader } from '#tests/setup/reader.ts'

const DAY_MS = 86_400_000
const DEPARTMENT = '75'

let app: Application
let receiver: Receiver
beforeAll(async () => {
  app = await startApplication()
  receiver = await startReceiver()
})
afterAll(async () => {
  await closeBrowser()
  await receiver.stop()
  await app.stop()
})

test('the whole path: documents asked, judged, overdue and back; an incident told', async () => {
  const officer = await hire('officer', 'olivia@vigie.test')
  await officer.inspect()
  const administrator = await hire('administrator', 'ada@vigie.test')

  // An administrator opens the account; its first member activates the access on a phone, in French.
  await open(administrator, 'Boulangerie Dupont', 'jeanne@dupont.test')
  const jeanne = await activate(await app.waitForMail('jeanne@dupont.test', /^Activez/), 'fr', 390)
  await expectText(jeanne, 'Aucun document à fournir')

  // The officer asks for bank details.
  await officer.visit('/accounts')
  await officer.page.getByRole('link', { name: /Boulangerie Dupont/ }).click()
  await officer.page.getByLabel('Document', { exact: true }).selectOption({ label: 'Bank details (RIB)' })
  await officer.page.getByLabel(/^Message to the merchant/).fill('Ancien compte fermé.')
  await officer.inspect()
  await officer.page.getByRole('button', { name: 'Send the request' }).click()
  await expectText(officer, 'Document requested. The members are told by email, once a day at most.')
  await officer.inspect()

  // The merchant follows the mail and sends a PDF.
  const asked = await app.waitForMail('jeanne@dupont.test', /un document à nous envoyer/)
  expect(asked.text).toContain('Ancien compte fermé.')
  await jeanne.visit(linkIn(asked, /^\/(home|requirements)/))
  await jeanne.visit('/home')
  await jeanne.page.getByRole('link', { name: /RIB/ }).first().click()
  await expectText(jeanne, 'C’est à vous')
  await jeanne.inspect()
  await send(jeanne, [await pdf('releve.pdf')])

  // It cannot be read: rejected, with a reason and a sentence.
  await judge(officer, 'Boulangerie Dupont')
  await officer.inspect()
  await officer.page.keyboard.press('r')
  await officer.page.getByRole('checkbox', { name: /^Not readable/ }).check()
  await officer.page.getByLabel(/^Sentence for the merchant/).fill('Bas de page coupé.')
  await officer.inspect()
  await officer.page.getByRole('button', { name: 'Reject and notify' }).click()
  await expectText(officer, 'Document rejected. The merchant has been told.')
  await officer.inspect()

  // The merchant learns why, in French, and sends a picture.
  const rejected = await app.waitForMail('jeanne@dupont.test', /^À renvoyer/)
  expect(rejected.text).toContain('Le document est illisible')
  expect(rejected.text).toContain('Bas de page coupé.')
  await jeanne.visit(linkIn(rejected, /^\/requirements/))
  await expectText(jeanne, 'Reprenez la photo à plat')
  await send(jeanne, [await picture('jpeg', 'rib.jpg')])
  await judge(officer, 'Boulangerie Dupont')
  await officer.inspect()
  await officer.page.getByRole('button', { name: 'Approve', exact: false }).click()
  await expectText(officer, 'Document approved. The merchant has been told.')
  await jeanne.visit(linkIn(await app.waitForMail('jeanne@dupont.test', /^Document accepté/), /^\//))
  await jeanne.visit('/home')
  await expectText(jeanne, 'Aucun document à fournir')
  await jeanne.visit('/history')

  await overdueAndBack(officer, administrator)
  await incidentTold()

  expect(await app.vigie('audit', 'verify')).toMatchObject({ code: 0, output: expect.stringMatching(/^ok:/) })
}, 400_000)

async function overdueAndBack(officer: Reader, administrator: Reader): Promise<void> {
  await open(administrator, 'Garage Martin', 'paul@martin.test')
  const paul = await activate(await app.waitForMail('paul@martin.test', /^Activez/), 'fr', 390)
  await officer.visit('/accounts')
  await officer.page.getByRole('link', { name: /Garage Martin/ }).click()
  await officer.page.getByLabel('Document', { exact: true }).selectOption({ label: 'Identity document' })
  await officer.page.getByLabel(/^Person concerned/).fill('Paul Martin')
  await officer.page.getByRole('button', { name: 'Send the request' }).click()
  await expectText(officer, 'Document requested. The members are told by email, once a day at most.')
  await app.waitForMail('paul@martin.test', /un document à nous envoyer/)

  const account = await Account.query(app.db).findOne({ name: 'Garage Martin' }).throwIfNotFound()
  const { deadlineAt } = await Requirement.query(app.db).findOne({ accountId: account.id }).throwIfNotFound()
  if (!deadlineAt) throw new Error('asked without a deadline')
  const outside = await watchFromOutside(account.id)
  const lastDay = parisDay(deadlineAt)
  const graceEnds = endOfDay(addBusinessDays(lastDay, 3, DEPARTMENT))

  // Two weeks before the end the merchant is reminded; nothing may be withheld before the end of grace.
  await sweep(new Date(deadlineAt.getTime() - 14 * DAY_MS))
  await app.waitForMail('paul@martin.test', /^Rappel/)
  await sweep(new Date(graceEnds.getTime() - 1))
  await paul.visit('/home')
  expect(await paul.page.getByText('Actifs', { exact: true }).count()).toBe(2)
  expect(await outside.asked()).toMatchObject({
    state: 'active',
    capabilities: { payments: 'active', payouts: 'active' },
    requirements: { currently_due: ['identity_document:Paul Martin'], disabled_reason: null },
  })

  await sweep(graceEnds)
  await app.waitForMail('paul@martin.test', /vos versements sont suspendus/)
  await paul.visit('/home')
  expect(await paul.page.getByText('Suspendus', { exact: true }).count()).toBe(1)
  expect(await outside.asked()).toMatchObject({
    state: 'restricted',
    capabilities: { payments: 'active', payouts: 'inactive' },
    requirements: { disabled_reason: 'requirements.past_due' },
  })
  expect(await outside.heard(1)).toMatchObject([
    { type: 'account.restricted', data: { changed_capabilities: ['payouts'] } },
  ])

  await sweep(new Date(graceEnds.getTime() + 8 * DAY_MS))
  const suspended = await app.waitForMail('paul@martin.test', /votre compte est suspendu/)
  await paul.visit(linkIn(suspended, /^\/(home|requirements)/))
  await paul.visit('/home')
  expect(await paul.page.getByText('Suspendus', { exact: true }).count()).toBe(2)
  await officer.visit(`/accounts/${account.id}`)
  await expectText(officer, 'Suspended')
  expect(await outside.asked()).toMatchObject({
    state: 'suspended',
    capabilities: { payments: 'inactive', payouts: 'inactive' },
    requirements: { disabled_reason: 'requirements.past_due' },
  })
  expect(await outside.heard(2)).toMatchObject([
    {},
    { type: 'account.restricted', data: { changed_capabilities: ['payments'] } },
  ])

  // Front and back of a card; the officer approves, and at once everything works again.
  await paul.page.getByRole('link', { name: 'Envoyer le document' }).first().click()
  await paul.page.getByText('Recto', { exact: true }).waitFor()
  await paul.inspect()
  await send(paul, [
    { ...(await picture('jpeg', 'recto.jpg')), field: 'Recto' },
    { ...(await picture('jpeg', 'verso.jpg')), field: 'Verso' },
  ])
  await paul.visit('/home')

  // The clock stands still while we look: nothing worse happens, however long we take.
  const standstill = await inReview(account.id)
  await sweep(new Date(graceEnds.getTime() + 60 * DAY_MS))
  expect(standstill.deadlineAt).toBeNull()
  expect(await requirementOf(account.id)).toEqual(standstill)
  expect(await outside.asked()).toMatchObject({
    state: 'suspended',
    requirements: {
      past_due: [],
      currently_due: [],
      pending_verification: ['identity_document:Paul Martin'],
      disabled_reason: 'requirements.pending_verification',
    },
  })

  await officer.visit('/review')
  await judge(officer, 'Garage Martin')
  await officer.page
    .getByLabel('Printed expiry date', { exact: true })
    .fill(lastDay.add({ years: 5 }).toString())
  await officer.inspect()
  await officer.page.getByRole('button', { name: 'Approve' }).click()
  await expectText(officer, 'Document approved. The merchant has been told.')
  await paul.visit('/home')
  expect(await paul.page.getByText('Actifs', { exact: true }).count()).toBe(2)
  const reinstated = await app.waitForMail('paul@martin.test', /les paiements et les versements reprennent/)
  await paul.visit(linkIn(reinstated, /^\//))
  expect(await outside.asked()).toMatchObject({
    state: 'active',
    capabilities: { payments: 'active', payouts: 'active' },
    requirements: { pending_verification: [], disabled_reason: null },
  })
  // Nothing was said while nothing happened.
  expect(await outside.heard(4)).toMatchObject([
    { type: 'account.restricted' },
    { type: 'account.restricted' },
    { type: 'requirement.approved', data: { requirement: { document_type: 'identity_document' } } },
    {
      type: 'account.reinstated',
      data: { changed_capabilities: ['payments', 'payouts'], capabilities: { payments: 'active' } },
    },
  ])
}

/** The provider's own systems: a key of the API, and a webhook whose messages are checked as they come. */
async function watchFromOutside(accountId: string) {
  const { actor } = await addPerson(app.context(), { role: 'administrator' })
  const administration = app.context(actor)
  const { secret: key } = await makeApiKey(administration, { scopes: ['accounts:read'] })
  const { secret } = await createEndpoint(administration, { url: receiver.url(), events: [...EVENT_TYPES] })
  return {
    async asked() {
      const answer = await fetch(`${app.url}/api/v1/accounts/${accountId}`, {
        headers: { Authorization: `Bearer ${key}` },
      })
      expect(answer.status).toBe(200)
      return answer.json()
    },
    /** Everything said of the account so far, once there is so much. */
    async heard(count: number) {
      const ofAccount = () => receiver.received.filter(({ json }) => json.data.account_id === accountId)
      await vi.waitFor(() => expect(ofAccount().length).toBeGreaterThanOrEqual(count), {
        timeout: 15_000,
        interval: 100,
      })
      return ofAccount().map((message) => verify(secret, message))
    },
  }
}

const requirementOf = (accountId: string) =>
  Requirement.query(app.db).findOne({ accountId }).throwIfNotFound()

/** The requirement once the worker has taken the files in: until then it changes by itself. */
const inReview = (accountId: string) =>
  vi.waitFor(
    async () => {
      const requirement = await requirementOf(accountId)
      expect(requirement.status).toBe('in_review')
      return requirement
    },
    { timeout: 15_000, interval: 100 },
  )

async function incidentTold(): Promise<void> {
  const publisher = await hire('publisher', 'paule@vigie.test')
  await publisher.inspect()
  await publisher.visit('/desk/components/new')
  await publisher.page.getByLabel('French name').fill('Paiements par carte')
  await publisher.page.getByLabel('English name').fill('Card payments')
  await publisher.page.getByLabel(/^What it carries/).selectOption('payments')
  await publisher.page.getByRole('button', { name: 'Save' }).click()
  await expectText(publisher, 'The component is added.')
  await publisher.inspect()

  // Somebody subscribes: the link alone changes nothing, the button does.
  const reader = await openReader(app.url, { locale: 'fr', width: 390 })
  await reader.visit('/status')
  await reader.page.getByRole('link', { name: 'Être prévenu' }).first().click()
  await reader.inspect()
  await reader.page.getByLabel('Adresse e-mail').fill('lectrice@exemple.test')
  await reader.page
    .getByRole('button', { name: "S'abonner" })
    .or(reader.page.getByRole('button', { name: 'S’abonner' }))
    .click()
  await expectText(reader, 'Regardez vos e-mails')
  await reader.inspect()
  const confirm = await app.waitForMail('lectrice@exemple.test', /^Confirmez/)
  await reader.visit(linkIn(confirm, /^\/status\/confirm/))
  await reader.page.getByRole('button', { name: /Confirmer/ }).click()
  await expectText(reader, 'Votre abonnement est confirmé')
  await reader.inspect()

  await publisher.visit('/desk')
  await publisher.page.getByRole('link', { name: 'New incident' }).click()
  await publisher.page
    .getByLabel(/^French text/)
    .fill('Un paiement sur **dix** est refusé. Nous cherchons la cause.')
  await publisher.page.getByLabel('Card payments').selectOption('partial_outage')
  await expectText(publisher, 'One person will receive a message.')
  await publisher.inspect()
  await publisher.page.getByRole('button', { name: 'Publish the incident' }).click()
  await expectText(publisher, 'The incident is published.')
  await publisher.inspect()

  const told = await app.waitForMail('lectrice@exemple.test', /Paiements par carte/)
  expect(told.text).toMatch(/Un paiement sur \**dix\** est refusé/)
  expect(told.source).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  await reader.visit(linkIn(told, /^\/status\/incidents/))
  await reader.visit('/status')
  await expectText(reader, 'Paiements par carte')

  await publisher.page.getByRole('radio', { name: 'Resolved' }).check()
  await publisher.page.getByLabel(/^French text/).fill('Tous les paiements passent de nouveau.')
  await publisher.page.getByRole('button', { name: 'Publish' }).click()
  await expectText(publisher, 'The incident is resolved')
  const over = await app.waitForMail('lectrice@exemple.test', /Paiements par carte/)
  expect(over.text).toContain('Tous les paiements passent de nouveau.')
  expect(over.subject).not.toBe(told.subject)

  await reader.visit(linkIn(over, /^\/status\/subscription/))
  await reader.page.getByRole('button', { name: /Arrêter l.abonnement/ }).click()
  await expectText(reader, 'Vous ne recevrez plus de messages')
  await reader.inspect()
}

/** Adds somebody to the staff from the command line; they choose a password by the link of the mail. */
async function hire(role: string, email: string): Promise<Reader> {
  const added = await app.vigie(
    ...['user', 'create', '--email', email, '--name', 'Alex Morgan', '--role', role, '--locale', 'en'],
  )
  expect(added).toMatchObject({ code: 0 })
  return activate(await app.waitForMail(email), 'en', 1280)
}

async function activate(mail: CaughtMail, locale: 'fr' | 'en', width: number): Promise<Reader> {
  const reader = await openReader(app.url, { locale, width })
  await reader.visit(linkIn(mail, /^\/activate/))
  await reader.page.getByLabel(locale === 'fr' ? 'Nouveau mot de passe' : 'New password').fill(PASSWORD)
  await reader.page
    .getByRole('button', { name: locale === 'fr' ? 'Activer mon accès' : 'Activate my access' })
    .click()
  await reader.page.waitForURL(/\/(home|review|desk|admin)$/)
  return reader
}

async function open(administrator: Reader, name: string, email: string): Promise<void> {
  const { page } = administrator
  await administrator.visit('/admin/accounts/new')
  await page.getByLabel('Company name').fill(name)
  await page.getByLabel('SIREN').fill(newSiren())
  await page.getByLabel('Legal form').selectOption('company')
  await page.getByLabel('Name', { exact: true }).fill('Camille Martin')
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await expectText(administrator, 'The account is created')
  await administrator.inspect()
}

/** Chooses the files as a thumb would, and waits until an officer has to act. */
async function send(merchant: Reader, files: readonly TestFile[]): Promise<void> {
  const { page } = merchant
  for (const { field, name, type, bytes } of files) {
    const place = field ? `Choisir des fichiers (${field})` : 'Choisir des fichiers'
    await page.getByLabel(place).setInputFiles({ name, mimeType: type, buffer: Buffer.from(bytes) })
    await expectText(merchant, name)
  }
  await merchant.inspect()
  await page.getByRole('button', { name: `Envoyer ${files.length} fichier` }).click()
  await expectText(merchant, 'Fichiers reçus.')
  await page.getByText('C’est à nous').waitFor()
  await merchant.inspect()
}

/** Opens the item of this account once it is in the queue. */
async function judge(officer: Reader, account: string): Promise<void> {
  const link = officer.page.getByRole('link', { name: new RegExp(account) })
  await vi.waitFor(
    async () => {
      await officer.page.goto('/review')
      expect(await link.count()).toBe(1)
    },
    { timeout: 15_000, interval: 200 },
  )
  await officer.inspect()
  await link.click()
  await officer.page.waitForURL(/\/review\/[0-9a-f-]{36}$/)
}

async function sweep(at: Date): Promise<void> {
  expect(await app.vigie('sweep', '--at', at.toISOString())).toMatchObject({ code: 0 })
}

async function expectText({ page }: Reader, text: string): Promise<void> {
  const typeset = new RegExp(
    text
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/['’]/g, "['’]")
      .replace(/ /g, '\\s'),
  )
  await page.getByText(typeset).filter({ visible: true }).first().waitFor()
}
