import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeComponent } from '#tests/factories/component.ts'
import { addPerson, type Person } from '#tests/factories/user.ts'
import { type Application, startApplication } from '#tests/setup/application.ts'
import { closeBrowser, openReader, type Reader } from '#tests/setup/reader.ts'

let app: Application
let publisher: Person
beforeAll(async () => {
  app = await startApplication()
  publisher = await addPerson(app.context(), { role: 'publisher', locale: 'en' })
  await makeComponent(app.context(publisher.actor), { capability: 'payouts' })
})
afterAll(async () => {
  await closeBrowser()
  await app.stop()
})

async function openDesk(path: string, { javaScript = true } = {}): Promise<Reader> {
  const reader = await openReader(app.url, { locale: 'en', width: 1280, javaScript })
  const [name = '', value = ''] = (await app.cookieOf(publisher)).split(/=(.*)/s)
  await reader.page.context().addCookies([{ name, value, url: app.url }])
  await reader.page.goto(path)
  return reader
}

/** Christmas of next year: a public holiday that is always to come. */
const christmas = `${new Date().getUTCFullYear() + 1}-12-25`

test('a plan is looked at while it is typed: the end follows the beginning, and what speaks against it is said', async () => {
  const { page, inspect } = await openDesk(`/desk/maintenances/new?day=${christmas}`)
  await page.getByText('Public holiday: Christmas Day').waitFor()
  const end = page.getByLabel('End (Paris time)')
  expect(await end.inputValue()).toBe(`${christmas}T04:00`)
  await page.getByLabel('Beginning (Paris time)').fill(`${christmas.slice(0, 8)}23T15:30`)
  expect(await end.inputValue()).toBe(`${christmas.slice(0, 8)}23T17:30`)
  await page.getByRole('checkbox', { name: 'Card payments' }).check()
  await page.getByText('Public holiday: Christmas Day').waitFor({ state: 'detached' })
  await page.getByLabel('Repeats').selectOption('daily')
  await page.getByRole('radio', { name: 'After a number of occurrences' }).check()
  await page.getByRole('spinbutton', { name: 'Number of occurrences' }).fill('401')
  await page.getByText('This series would have more than 400 occurrences').waitFor()
  await page.getByRole('spinbutton', { name: 'Number of occurrences' }).fill('3')
  await page.getByText('Every day at 15:30 (Paris time), 3 times.').waitFor()
  await page.getByText('The payout cut-off lies inside the window').waitFor({ state: 'visible' })
  await inspect()
})

test('a series is planned and one of its dates cancelled without a script', async () => {
  const { page, inspect } = await openDesk('/desk/maintenances/new?day=2099-01-05', { javaScript: false })
  await page.getByLabel('French name').fill('Correctifs')
  await page.getByLabel('What it changes for your customers').fill('Rien ne change.')
  await page.getByLabel('Repeats').selectOption('weekly')
  await page.getByLabel('Last possible day').fill('2099-02-28')
  await page.getByRole('button', { name: 'Announce the maintenance' }).click()
  await page.getByText('Every Monday at 02:00 (Paris time), until 28 Feb 2099.').waitFor()
  await inspect()
  await page.getByRole('link', { name: /5 January 2099/ }).click()
  await page.locator('summary', { hasText: 'Cancel the maintenance' }).click()
  await page.getByRole('button', { name: 'Cancel the maintenance' }).click()
  await page.getByText('Cancelled', { exact: true }).first().waitFor()
  await inspect()
  await page.goto('/desk/maintenances?month=2099-01')
  await page.getByRole('link', { name: /Correctifs\s*Cancelled/ }).waitFor()
})
