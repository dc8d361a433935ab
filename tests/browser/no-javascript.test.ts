import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { AccountId } from '#app/domain/ids.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { Requirement } from '#db/models/requirements.ts'
import { pdf } from '#tests/factories/submission.ts'
import { addPerson, PASSWORD, type Person } from '#tests/factories/user.ts'
import { type Application, startApplication } from '#tests/setup/application.ts'
import { closeBrowser, linkIn, openReader, type Reader } from '#tests/setup/reader.ts'

let app: Application
beforeAll(async () => {
  app = await startApplication()
})
afterAll(async () => {
  await closeBrowser()
  await app.stop()
})

test('signing in, sending and judging a document need no script', async () => {
  const member = await addPerson(app.context())
  const officer = await addPerson(app.context(), { role: 'officer', locale: 'en' })
  const requirementId = await requestRequirement(app.context(officer.actor), {
    accountId: member.actor.accountId as AccountId,
    documentType: 'bank_details',
  })

  const merchant = await openReader(app.url, { locale: 'fr', width: 390, javaScript: false })
  await merchant.page.goto(`/requirements/${requirementId}`)
  await merchant.page.getByLabel('Mot de passe', { exact: true }).fill('ce n’est pas celui-ci')
  await merchant.page.getByLabel('Adresse e-mail').fill(member.email)
  await merchant.page.getByRole('button', { name: 'Se connecter' }).click()
  await merchant.page.getByRole('alert').waitFor()
  await merchant.inspect()
  expect(await merchant.page.getByLabel('Adresse e-mail').inputValue()).toBe(member.email)
  await signIn(merchant, member)
  expect(new URL(merchant.page.url()).pathname).toBe(`/requirements/${requirementId}`)
  await merchant.inspect()

  const { name, type, bytes } = await pdf('releve.pdf')
  const file = { name, mimeType: type, buffer: Buffer.from(bytes) }
  await merchant.page.getByLabel('Choisir des fichiers').setInputFiles({ ...file, buffer: Buffer.alloc(0) })
  await merchant.page.getByRole('button', { name: 'Envoyer' }).click()
  await merchant.page.getByText('Ce fichier est vide.').waitFor()
  await merchant.inspect()
  await merchant.page.getByLabel('Choisir des fichiers').setInputFiles(file)
  await merchant.page.getByRole('button', { name: 'Envoyer' }).click()
  await merchant.page.getByText('C’est à nous').waitFor()
  await merchant.inspect()
  await vi.waitFor(
    async () => {
      const { status } = await Requirement.query(app.db).findById(requirementId).throwIfNotFound()
      expect(status).toBe('in_review')
    },
    { timeout: 15_000, interval: 50 },
  )

  const desk = await openReader(app.url, { locale: 'en', width: 1280, javaScript: false })
  await desk.page.goto('/review')
  await signIn(desk, officer)
  await desk.inspect()
  await desk.page.getByRole('link', { name: /Boulangerie Dupont/ }).click()
  await desk.inspect()
  await desk.page.locator('summary', { hasText: 'Reject' }).click()
  await desk.page.getByRole('button', { name: 'Reject and notify' }).click()
  await desk.inspect()
  await desk.page.getByRole('checkbox', { name: /^Not readable/ }).check()
  await desk.page.getByRole('button', { name: 'Reject and notify' }).click()
  await desk.page.waitForURL(/\/review$/)
  await desk.inspect()
  const told = await app.waitForMail(member.email, /^À renvoyer/)
  expect(told.text).toContain('Le document est illisible')
  await merchant.page.goto(linkIn(told, /^\/requirements/))
  await merchant.page.getByText('Le document est illisible', { exact: true }).waitFor()
  await merchant.inspect()
})

test('files chosen before the script is there are taken over, also in a dialog that is still open then', async () => {
  const member = await addPerson(app.context())
  const officer = await addPerson(app.context(), { role: 'officer' })
  const ask = (documentType: string) =>
    requestRequirement(app.context(officer.actor), {
      accountId: member.actor.accountId as AccountId,
      documentType,
      subject: documentType === 'identity_document' ? 'Camille Martin' : '',
    })
  const reader = await openReader(app.url, { locale: 'fr', width: 390 })
  await reader.page.goto('/home')
  await signIn(reader, member)
  /** Opens the page with its scripts held back until `arrive`. */
  const openEarly = async (requirementId: string) => {
    const { promise: held, resolve: arrive } = Promise.withResolvers<void>()
    await reader.page.route(/\.js(\?|$)/, async (route) => {
      await held
      await route.continue()
    })
    await reader.page.goto(`/requirements/${requirementId}`, { waitUntil: 'commit' })
    return {
      arrive: async () => {
        arrive()
        await reader.page
          .getByText(/^(Prendre une photo|Déposez)/)
          .first()
          .waitFor()
        await reader.page.unroute(/\.js(\?|$)/)
      },
    }
  }
  const { type: mimeType, bytes } = await pdf()
  const file = (name: string) => ({ name, mimeType, buffer: Buffer.from(bytes) })

  const rib = await openEarly(await ask('bank_details'))
  const field = reader.page.getByLabel('Choisir des fichiers')
  await field.setInputFiles(file('avant.pdf'))
  const dialog = reader.page.waitForEvent('filechooser')
  await field.click()
  await rib.arrive()
  await (await dialog).setFiles(file('pendant.pdf'))
  await reader.page.getByText('avant.pdf').waitFor()
  await reader.page.getByText('pendant.pdf').waitFor()
  await reader.page.getByRole('button', { name: 'Envoyer 2 fichiers' }).waitFor()

  // Of a document with two sides, the whole in one file: shown, not hidden behind the other way.
  const passport = await openEarly(await ask('identity_document'))
  await reader.page.locator('input[name=whole]').setInputFiles(file('passeport.pdf'))
  await passport.arrive()
  await reader.page.getByText('passeport.pdf').waitFor()
  await reader.page.getByRole('button', { name: 'Envoyer 1 fichier' }).click()
  await reader.page.getByText('C’est à nous').waitFor()
})

test('subscribing and leaving need no script', async () => {
  const reader = await openReader(app.url, { locale: 'en', width: 390, javaScript: false })
  await reader.visit('/status/en')
  await reader.visit('/status/subscribe?lang=en')
  await reader.page.getByLabel('Email address').fill('not an address')
  await reader.page.getByRole('button', { name: 'Subscribe' }).click()
  await reader.inspect()
  expect(await reader.page.getByLabel('Email address').inputValue()).toBe('not an address')
  await reader.page.getByLabel('Email address').fill('reader@example.test')
  await reader.page.getByRole('button', { name: 'Subscribe' }).click()
  await reader.inspect()
  await reader.visit(linkIn(await app.waitForMail('reader@example.test'), /^\/status\/confirm/))
  await reader.page.getByRole('button', { name: /^Confirm/ }).click()
  await reader.inspect()
  await reader.page.getByRole('button', { name: /^Stop/ }).click()
  await reader.page.getByRole('link', { name: 'Subscribe again' }).waitFor()
  await reader.inspect()
})

async function signIn({ page }: Reader, person: Person): Promise<void> {
  const english = (await page.locator('html').getAttribute('lang')) === 'en'
  await page.getByLabel(english ? 'Email address' : 'Adresse e-mail').fill(person.email)
  await page.getByLabel(english ? 'Password' : 'Mot de passe', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: english ? 'Sign in' : 'Se connecter' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}
