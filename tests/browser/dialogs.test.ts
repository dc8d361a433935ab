import { afterAll, beforeAll, expect, test } from 'vitest'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { addMerchants } from '#tests/factories/overdue.ts'
import { addPerson } from '#tests/factories/user.ts'
import { type Application, startApplication } from '#tests/setup/application.ts'
import { closeBrowser, openReader } from '#tests/setup/reader.ts'

let app: Application
beforeAll(async () => {
  app = await startApplication()
})
afterAll(async () => {
  await closeBrowser()
  await app.stop()
})

test('what an officer typed into a dialog is still there when it is refused', async () => {
  const officer = await addPerson(app.context(), { role: 'officer', locale: 'en' })
  const [merchant] = await addMerchants(app.db, 1)
  const accountId = merchant?.accountId ?? ''
  const deadline = parisDay(new Date()).add({ years: 2 }).toString()
  await requestRequirement(app.context(officer.actor), { accountId, documentType: 'bank_details', deadline })

  const { page, ...reader } = await openReader(app.url, { locale: 'en', width: 1280 })
  const [name = '', value = ''] = (await app.cookieOf(officer)).split(/=(.*)/s)
  await page.context().addCookies([{ name, value, url: app.url }])
  await reader.visit(`/accounts/${accountId}`)
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Extend' }).click()
  await dialog.getByLabel('Days').fill('9')
  await dialog.getByLabel('Reason').fill('Their accountant is away.')
  await dialog.getByRole('button', { name: 'Extend' }).click()
  await page.getByText(/2 years/).waitFor()

  await page.getByRole('button', { name: 'Extend' }).click()
  expect(await dialog.getByLabel('Days').inputValue()).toBe('9')
  expect(await dialog.getByLabel('Reason').inputValue()).toBe('Their accountant is away.')
})

test('a click while a page is being taken over breaks nothing', async () => {
  const { page, ...reader } = await openReader(app.url, { locale: 'en', width: 1280 })
  await page.addInitScript(() => {
    // As soon as React listens, and before it has begun to work.
    const { addEventListener } = EventTarget.prototype
    let clicked = false
    document.addEventListener = (...listener: Parameters<typeof addEventListener>) => {
      addEventListener.apply(document, listener)
      if (listener[0] !== 'click' || clicked) return
      clicked = true
      queueMicrotask(() => document.body.click())
    }
  })
  await reader.visit('/sign-in')
  const password = page.getByLabel('Password', { exact: true })
  await password.fill('short sentence')
  await page.getByRole('button', { name: 'Show the password' }).click()
  expect(await password.getAttribute('type')).toBe('text')
  await reader.inspect()
})
