import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPolicyInForce } from '#app/domain/policy/read-policy.ts'
import { addPerson, type Person } from '#tests/factories/user.ts'
import { type Application, startApplication } from '#tests/setup/application.ts'
import { closeBrowser, openReader, type Reader, type ReaderOptions } from '#tests/setup/reader.ts'

let app: Application
let administrator: Person
beforeAll(async () => {
  app = await startApplication()
  administrator = await addPerson(app.context(), { role: 'administrator', locale: 'en' })
})
afterAll(async () => {
  await closeBrowser()
  await app.stop()
})

async function openAs(person: Person, options: ReaderOptions): Promise<Reader> {
  const reader = await openReader(app.url, options)
  const [name = '', value = ''] = (await app.cookieOf(person)).split(/=(.*)/s)
  await reader.page.context().addCookies([{ name, value, url: app.url }])
  return reader
}

test('a policy is prepared, measured and switched on without a script, on a phone', async () => {
  const phone = await openAs(administrator, { locale: 'en', width: 390, javaScript: false })
  const { page } = phone
  await phone.visit('/admin/policy')
  await page.getByLabel('Why this change?').fill('Audit 2026')
  await page.getByRole('button', { name: 'Begin' }).click()
  await phone.inspect()
  await page.getByText('Nothing changes yet').waitFor()

  await page.getByRole('link', { name: 'Edit', exact: true }).first().click()
  await page.getByLabel('After the first step').fill('0')
  await page.getByLabel('Days to answer').fill('21')
  await page.getByRole('button', { name: 'Save in the draft' }).click()
  await page.getByText('This step must come after the one before').waitFor()
  await phone.inspect()
  expect(await page.getByLabel('Days to answer').inputValue()).toBe('21')
  await page.getByLabel('After the first step').fill('5')
  await page.getByRole('button', { name: 'Save in the draft' }).click()
  await page.getByText('21 days from the request').first().waitFor()
  await phone.inspect()

  await page.getByRole('link', { name: 'Edit the lists' }).click()
  await page.getByRole('group', { name: 'Association' }).getByLabel('Proof of address').check()
  await page.getByRole('button', { name: 'Save in the draft' }).click()
  await page.getByText('Required documents: Association').waitFor()

  await page.getByRole('link', { name: 'Add a type' }).click()
  await page.getByRole('button', { name: 'Save in the draft' }).click()
  await phone.inspect()
  await page.getByLabel('Code').fill('tax_certificate')
  await page.getByLabel('About').selectOption('company')
  for (const what of ['Name', 'Description', 'Legal ground']) {
    await page.getByLabel(`${what} in French`).fill('Certificat')
    await page.getByLabel(`${what} in English`).fill('Certificate')
  }
  await page.getByRole('button', { name: 'Save in the draft' }).click()
  await page.getByLabel('Months, where the issue date counts').fill('6')
  await page.getByRole('button', { name: 'Save in the draft' }).click()
  await page.getByText('Type added').waitFor()
  await phone.inspect()

  await page.getByRole('link', { name: 'See the effect' }).click()
  await phone.inspect()
  await page.locator('summary', { hasText: 'Switch on' }).click()
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.waitForURL(/\/admin\/policy$/)
  await phone.inspect()
  const inForce = await readPolicyInForce(app.context(administrator.actor))
  expect(inForce.content.rules).toMatchObject({ deadlineDays: 21, ladder: [{}, { after: { days: 5 } }] })
  expect(inForce.content.requiredSets.association).toContain('proof_of_address')
  expect(inForce.content.documentTypes.at(-1)).toMatchObject({ code: 'tax_certificate' })
  await phone.close()
})

test('a colleague who switches on meanwhile is not overwritten, and every page reads in English', async () => {
  const desk = await openAs(administrator, { locale: 'en', width: 1280 })
  const { page } = desk
  const begin = async () => {
    await desk.visit('/admin/policy')
    await page.getByLabel('Why this change?').fill('Audit 2027')
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.waitForURL(/\/admin\/policy\/\d+$/)
    const { pathname } = new URL(page.url())
    await desk.visit(`${pathname}/rules`)
    await page.getByLabel('Minimum days after a rejection').fill('9')
    await page.getByRole('button', { name: 'Save in the draft' }).click()
    await page.waitForURL((url) => url.pathname === pathname)
    await desk.inspect()
    return pathname
  }
  const mine = await begin()
  const theirs = await begin()
  for (const part of ['/sets', '/types/new', '/types/bank_details', '/effect']) await desk.visit(mine + part)

  const colleague = await openAs(administrator, { locale: 'en', width: 1280 })
  await colleague.visit(`${theirs}/effect`)
  const switchOn = async ({ page }: Reader) => {
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Switch on' }).click()
  }
  await switchOn(colleague)
  await colleague.page.waitForURL(/\/admin\/policy$/)
  await switchOn(desk)
  await page.getByText('Another version was switched on meanwhile').waitFor()
  await desk.inspect()
  await desk.visit(mine)
  await page.getByText('is no longer in force').waitFor()
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
  await page.waitForURL(/\/admin\/policy$/)
  await desk.inspect()
  await page.getByText('Discarded', { exact: true }).waitFor()
  await page
    .getByRole('link', { name: /^Version/ })
    .first()
    .click()
  await desk.inspect()
})
