import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createComponent } from '#app/domain/components/create-component.ts'
import { createTemplate } from '#app/domain/templates/create-template.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { addPerson, PASSWORD, type Person } from '#tests/factories/user.ts'
import { type Application, startApplication } from '#tests/setup/application.ts'
import { closeBrowser, openReader, type Reader } from '#tests/setup/reader.ts'

let app: Application
let publisher: Person
let cards: string
beforeAll(async () => {
  app = await startApplication()
})
afterAll(async () => {
  await closeBrowser()
  await app.stop()
})
beforeEach(async () => {
  publisher = await addPerson(app.context(), { role: 'publisher', locale: 'en' })
  cards = await createComponent(publishing(), {
    nameFr: 'Paiements par carte',
    nameEn: 'Card payments',
    descriptionFr: '',
    descriptionEn: '',
    shown: true,
    startDate: '2025-01-01',
    neededToSubmitDocuments: false,
  })
})

const publishing = () => app.context(publisher.actor)

/** The publisher in front of the desk, with every click counted over all its pages. */
async function atDesk(width = 1280, person = publisher): Promise<Reader & { clicks(): Promise<number> }> {
  const reader = await openReader(app.url, { locale: 'en', width })
  const [name = '', value = ''] = (await app.cookieOf(person)).split(/=(.*)/s)
  await reader.page.context().addCookies([{ name, value, url: app.url }])
  await reader.page.addInitScript(() => {
    addEventListener('click', () => {
      sessionStorage.setItem('clicks', String(Number(sessionStorage.getItem('clicks')) + 1))
    })
  })
  const clicks = () => reader.page.evaluate(() => Number(sessionStorage.getItem('clicks')))
  return { ...reader, clicks }
}

/** Goes to a form of the desk and waits until its scripts run: only then it has a preview. */
async function openForm(reader: Reader, address: string): Promise<void> {
  await reader.page.goto(address)
  const preview = reader.page.getByRole('heading', { name: 'Preview', includeHidden: true })
  await preview.waitFor({ state: 'attached' })
}

/** Presses `?` until the keys are listened to. */
async function openHelp(reader: Reader): Promise<void> {
  await vi.waitFor(
    async () => {
      await reader.page.keyboard.press('?')
      expect(await reader.page.getByRole('dialog').count()).toBe(1)
    },
    { timeout: 15_000, interval: 200 },
  )
}

const text = (reader: Reader) => reader.page.getByLabel(/^French text/)
const published = (reader: Reader) => reader.page.waitForURL(/\/desk\/incidents\/[a-z0-9]{12}/)
const newest = () => Incident.query(app.db).orderBy('createdAt', 'desc').first().throwIfNotFound()

test('from the desk to a published incident it takes two clicks and one text', async () => {
  const desk = await atDesk()
  await desk.page.goto('/desk')
  await desk.page.getByRole('link', { name: 'Report an incident on Card payments' }).last().click()
  await text(desk).waitFor()
  // The cursor stands in the text already.
  await desk.page.keyboard.type('Un paiement sur dix est refusé.')
  await desk.page.getByRole('button', { name: 'Publish the incident' }).click()
  await published(desk)
  expect(await desk.clicks()).toBeLessThanOrEqual(3)
  expect(await newest()).toMatchObject({ nameEn: 'Card payments: partial outage', status: 'investigating' })
  await desk.inspect()
})

test('a template and the keyboard publish without a click', async () => {
  await createTemplate(publishing(), {
    kind: 'incident',
    name: 'Slow cards',
    titleFr: 'Cartes ralenties',
    titleEn: 'Cards are slow',
    bodyFr: 'Les paiements sont lents.',
    bodyEn: 'Payments are slow.',
    status: 'identified',
    components: [{ id: cards, status: 'degraded_performance' }],
    notify: false,
  })
  const desk = await atDesk()
  await desk.visit('/desk/templates')
  await openHelp(desk)
  await desk.inspect()
  await desk.page.keyboard.press('Escape')
  await desk.page.getByRole('dialog').waitFor({ state: 'detached' })
  await desk.page.keyboard.press('j')
  expect(await desk.page.evaluate(() => document.activeElement?.textContent)).toBe('Slow cards')

  await desk.page.keyboard.press('n')
  await desk.page.getByRole('heading', { name: 'Preview' }).waitFor()
  await desk.page.getByRole('link', { name: 'Slow cards' }).focus()
  await desk.page.keyboard.press('Enter')
  await desk.page.getByRole('heading', { name: 'Cards are slow' }).waitFor()
  await text(desk).focus()
  expect(await text(desk).inputValue()).toBe('Les paiements sont lents.')
  await desk.inspect()
  await desk.page.keyboard.press('Control+Enter')
  await published(desk)
  expect(await newest()).toMatchObject({ nameEn: 'Cards are slow', status: 'identified', impact: 'minor' })
  // Enter on a link counts as a click to the browser.
  expect(await desk.clicks()).toBeLessThanOrEqual(1)
})

test('single keys can be switched off', async () => {
  const desk = await atDesk()
  await desk.page.goto('/desk')
  await openHelp(desk)
  await desk.page.getByRole('button', { name: 'Switch shortcuts off' }).click()
  await desk.page.keyboard.press('Escape')
  await desk.page.getByRole('dialog').waitFor({ state: 'detached' })
  await desk.page.keyboard.press('n')
  await desk.page.keyboard.press('?')
  expect(new URL(desk.page.url()).pathname).toBe('/desk')
  expect(await desk.page.getByRole('dialog').count()).toBe(0)
})

test('what will be sent is shown before: page, mail and posts, and nothing in it runs', async () => {
  const before = await Incident.query(app.db).resultSize()
  const desk = await atDesk()
  await openForm(desk, `/desk/incidents/new?component=${cards}`)
  await text(desk).fill(
    '**Un** paiement sur dix. <img src=x onerror="document.title=1"> [ici](javascript:alert(1))',
  )
  const { page } = desk
  await page.getByRole('heading', { name: 'Card payments: partial outage' }).waitFor()
  await desk.inspect()
  await page.getByRole('tab', { name: 'Email' }).click()
  await page.getByText('Investigating – Card payments: partial outage').waitFor()
  const mail = page.frameLocator('iframe').first()
  await mail.getByRole('link', { name: 'Follow on the status page' }).waitFor()
  expect(await mail.locator('script, img, a[href^=javascript]').count()).toBe(0)
  for (const network of ['X', 'Mastodon', 'Bluesky']) {
    await page.getByRole('tab', { name: network, exact: true }).click()
    await page.getByText(/^Recherche en cours – Paiements par carte/).waitFor()
    await page.getByText('Not connected').waitFor()
  }
  await desk.inspect()
  expect(await Incident.query(app.db).resultSize()).toBe(before)
})

test('a text outlives the session that ended while it was written, and is gone once published', async () => {
  const desk = await atDesk()
  const { page } = desk
  const written = 'Nous cherchons la cause depuis 3 h 12.'
  await openForm(desk, `/desk/incidents/new?component=${cards}`)
  await text(desk).fill(written)
  await page.getByLabel('Stage').selectOption('identified')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Publish the incident' }).click()
  await page.waitForURL(/\/sign-in/)
  await page.locator('input[name=email]').fill(publisher.email)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/desk\/incidents\/new/)
  await page.getByText('What you had typed is back.').waitFor()
  expect(await text(desk).inputValue()).toBe(written)
  expect(await page.getByLabel('Stage').inputValue()).toBe('identified')
  await desk.inspect()
  await page.getByRole('button', { name: 'Publish the incident' }).click()
  await published(desk)
  expect(await newest()).toMatchObject({ status: 'identified' })
  await openForm(desk, `/desk/incidents/new?component=${cards}`)
  expect(await text(desk).inputValue()).toBe('')
})

test('the slower of two publishers keeps the text, sees the other one, and can publish', async () => {
  const other = await addPerson(app.context(), { role: 'publisher', locale: 'en' })
  const incidentId = await makeIncident(publishing(), { [cards]: 'major_outage' })
  const [slow, fast] = [await atDesk(), await atDesk(1280, other)]
  for (const desk of [slow, fast]) await openForm(desk, `/desk/incidents/${incidentId}`)
  // One tap on a stage offers its words, which stand for what nobody has written.
  await fast.page.getByRole('radio', { name: 'Identified' }).check()
  expect(await text(fast).inputValue()).toContain('Nous avons trouvé la cause')
  await text(slow).fill('Mon propre texte.')
  await slow.page.getByRole('radio', { name: 'Monitoring' }).check()
  expect(await text(slow).inputValue()).toBe('Mon propre texte.')
  await fast.page.getByRole('button', { name: 'Publish' }).click()
  await fast.page.getByText('The update is published.', { exact: true }).waitFor()
  expect(await text(fast).inputValue()).toBe('')

  await slow.page.getByRole('button', { name: 'Publish' }).click()
  await slow.page.getByText(/^Published meanwhile by/).waitFor()
  const theirs = slow.page.getByText('We have found the cause and are working on a fix.')
  await theirs.filter({ visible: true }).first().waitFor()
  expect(await text(slow).inputValue()).toBe('Mon propre texte.')
  await slow.inspect()
  await slow.page.getByRole('button', { name: 'Publish' }).click()
  await slow.page.getByText('The update is published.', { exact: true }).waitFor()
  const bodies = await IncidentUpdate.query(app.db).where({ incidentId }).orderBy('displayAt')
  expect(bodies.map(({ status }) => status)).toEqual(['investigating', 'identified', 'monitoring'])
  expect(bodies.at(-1)?.bodyFr).toBe('Mon propre texte.')
})

test('words of one’s own in one language take the offered ones out of the other', async () => {
  const incidentId = await makeIncident(publishing(), {})
  const desk = await atDesk()
  const english = desk.page.getByLabel(/^English text/)
  await openForm(desk, `/desk/incidents/${incidentId}`)
  await desk.page.getByRole('radio', { name: 'Identified' }).check()
  expect(await english.inputValue()).toContain('We have found the cause')
  await text(desk).fill('La banque est en panne.')
  expect(await english.inputValue()).toBe('')
  await english.fill('The bank is down.')
  await text(desk).fill('La banque est toujours en panne.')
  expect(await english.inputValue()).toBe('The bank is down.')
})

test('a postmortem of bare headings is refused where the eye is', async () => {
  const incidentId = await makeIncident(publishing(), {})
  await resolveIncident(publishing(), incidentId)
  const desk = await atDesk(390)
  await openForm(desk, `/desk/incidents/${incidentId}`)
  expect(await desk.page.getByRole('radio').count()).toBe(0)
  await desk.inspect()
  const refused = async () => {
    await desk.page.getByRole('button', { name: 'Publish the postmortem' }).click()
    await vi.waitFor(async () => {
      const focused = await desk.page.evaluate(() => document.activeElement?.textContent)
      expect(focused).toContain('nothing but its headings')
    })
    const box = await desk.page.getByRole('alert').boundingBox()
    expect(box?.y).toBeGreaterThanOrEqual(0)
    expect(box?.y).toBeLessThan(844)
  }
  await refused()
  await refused()
  await text(desk).fill('Un câble a été coupé.')
  await desk.page.getByRole('button', { name: 'Publish the postmortem' }).click()
  await desk.page.getByText('The update is published.', { exact: true }).waitFor()
  expect(await IncidentUpdate.query(app.db).where({ incidentId, status: 'postmortem' })).toMatchObject([
    { bodyFr: 'Un câble a été coupé.', bodyEn: 'Un câble a été coupé.' },
  ])
})

test('an incident that goes on after it was resolved is opened again, on a phone', async () => {
  const incidentId = await makeIncident(publishing(), { [cards]: 'major_outage' })
  await resolveIncident(publishing(), incidentId)
  const desk = await atDesk(390)
  await desk.visit(`/desk/incidents/${incidentId}`)
  await desk.page.getByRole('link', { name: 'Reopen the incident' }).click()
  await desk.page.getByRole('heading', { name: 'Reopen: what is happening?' }).waitFor()
  await desk.inspect()
  await text(desk).fill('Les paiements échouent de nouveau.')
  await desk.page.getByRole('button', { name: 'Reopen the incident' }).click()
  await desk.page.getByText('The incident is reopened.', { exact: true }).waitFor()
  expect(await newest()).toMatchObject({ status: 'investigating', impact: 'critical', resolvedAt: null })
  await desk.inspect()
})

test('an incident is renamed by the keyboard alone', async () => {
  const incidentId = await makeIncident(publishing(), {})
  const desk = await atDesk()
  await desk.visit(`/desk/incidents/${incidentId}/edit`)
  await desk.page.getByLabel('English name').fill('Cards refused')
  await desk.page.keyboard.press('Control+Enter')
  await desk.page.getByText('The incident is changed.', { exact: true }).waitFor()
  await desk.page.getByRole('heading', { name: 'Cards refused' }).waitFor()
})

test('an incident is deleted after a question that names it', async () => {
  const incidentId = await makeIncident(publishing(), {}, { nameEn: 'Wrong alarm' })
  const desk = await atDesk()
  await desk.visit(`/desk/incidents/${incidentId}/edit`)
  await desk.page.getByRole('button', { name: 'Delete the incident' }).click()
  await desk.page.getByRole('heading', { name: 'Delete “Wrong alarm”?' }).waitFor()
  await desk.inspect()
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Delete the incident' }).click()
  await desk.page.getByText('The incident is deleted.', { exact: true }).waitFor()
  await desk.inspect()
  expect((await desk.page.goto(`/desk/incidents/${incidentId}`))?.status()).toBe(404)
})

test('on a phone the button to publish is always under the thumb, by the number of those it writes to', async () => {
  const desk = await atDesk(390)
  await openForm(desk, `/desk/incidents/new?component=${cards}`)
  await text(desk).fill('Panne.')
  await desk.page.evaluate(() => scrollTo(0, 0))
  const box = await desk.page.getByRole('button', { name: 'Publish the incident' }).boundingBox()
  expect(box).not.toBeNull()
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(844)
  expect(box?.height).toBeGreaterThanOrEqual(44)
  const recipients = await desk.page.getByText('will receive a message').boundingBox()
  expect(recipients?.y).toBeGreaterThan(0)
  expect(recipients?.y).toBeLessThan(box?.y ?? 0)
  await desk.inspect()
  // Whatever is reached by the keyboard stands above it.
  await text(desk).focus()
  for (let field = 0; field < 8; field++) {
    await desk.page.keyboard.press('Tab')
    const isHidden = await desk.page.evaluate(() => {
      const bar = document.querySelector('[data-in-reach]')
      const focused = document.activeElement
      if (!bar || !focused || bar.contains(focused)) return false
      const [{ top }, { bottom }] = [bar.getBoundingClientRect(), focused.getBoundingClientRect()]
      return bottom > top && bar.compareDocumentPosition(focused) === Node.DOCUMENT_POSITION_PRECEDING
    })
    expect(isHidden).toBe(false)
  }
})
