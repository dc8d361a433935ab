import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor, UserActor } from '#app/domain/access/actor.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { fixedClock } from '#app/domain/clock.ts'
import { correctUpdate } from '#app/domain/incidents/correct-update.ts'
import { editIncident } from '#app/domain/incidents/edit-incident.ts'
import type { OpenIncident } from '#app/domain/incidents/open-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { editSeries } from '#app/domain/maintenance/edit-series.ts'
import { bannerNotices } from '#app/domain/snapshot/banner.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { atomFeed, rssFeed } from '#app/domain/snapshot/feeds.ts'
import { statuspageDocuments } from '#app/domain/snapshot/statuspage.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { loader as correctionPage } from '#app/routes/desk/incidents/correction.tsx'
import { loader as editPage } from '#app/routes/desk/incidents/edit.tsx'
import { loader as incidentPage } from '#app/routes/desk/incidents/incident.tsx'
import { loader as editSeriesPage } from '#app/routes/desk/maintenances/edit-series.tsx'
import { action as preview } from '#app/routes/desk/preview.ts'
import { eventViewer } from '#app/routes/status/events.server.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'
import { createPublisher, statusContext } from '#tests/factories/component.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { lettersOf, makeSeries, occurrencesIn, weekly } from '#tests/factories/maintenance.ts'
import { openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-23T12:00:00.000Z'
const FRESH = { confirmedAt: new Date(NOW), staleMinutes: 0 }
const LOCALES = ['fr', 'en'] as const
const FRENCH = {
  nameFr: 'Paiements refusés',
  nameEn: undefined,
  bodyFr: 'Nous cherchons.',
  bodyEn: undefined,
}
const ENGLISH = { nameFr: undefined, nameEn: 'Slow payouts', bodyFr: undefined, bodyEn: 'They leave *late*.' }

let publisher: Actor
let cookie: string
const ctx = (at = NOW) => statusContext(database.db, publisher, fixedClock(at))
const site = () => openSite(database.db, { publicUrl: 'http://vigie.test', at: NOW })
const see = async (loader: unknown, path: string, params: Record<string, string>) =>
  (await site().visit(loader, path, { params, cookie })).body

beforeAll(async () => {
  publisher = await createPublisher(database.db)
  const { userId: id, role } = publisher as UserActor
  const { token } = await openSession(ctx(), { id, role }, { address: '192.0.2.1', userAgent: 'test' })
  cookie =
    (await sessionCookie({ publicUrl: 'http://vigie.test' } as never).serialize(token)).split(';')[0] ?? ''
})

const open = (texts: Partial<OpenIncident>) => makeIncident(ctx(), {}, texts)
const updateOf = (incidentId: string) =>
  IncidentUpdate.query(database.db).findOne({ incidentId }).throwIfNotFound()

/** The status with nothing in it but this incident. */
async function alone(id: string) {
  const status = await buildPublicStatus(ctx())
  return { ...status, incidents: status.incidents.filter((one) => one.id === id), maintenances: [] }
}
/** What `lang` stands on each page: of the name, and of each text. */
async function langsOf(id: string) {
  const status = await alone(id)
  return LOCALES.map((locale) => {
    const view = eventViewer(status, locale)
    return status.incidents.flatMap((incident) => {
      const { lang, updates } = view(incident, incident.updates.length)
      return [lang, ...updates.shown.map((update) => update.lang)]
    })
  })
}

describe('what was written in one language alone', () => {
  it.each([
    ['French', FRENCH, [undefined, undefined], ['fr', 'fr']],
    ['English', ENGLISH, ['en', 'en'], [undefined, undefined]],
  ] as const)('says on the page of the other one that it is in %s', async (_, texts, onFrench, onEnglish) => {
    expect(await langsOf(await open(texts))).toEqual([onFrench, onEnglish])
  })

  it('says it however few its words: nothing is guessed', async () => {
    expect(await langsOf(await open({ ...ENGLISH, nameEn: 'Visa', bodyEn: '🙏' }))).toEqual([
      ['en', 'en'],
      [undefined, undefined],
    ])
  })

  it('says nothing where the same was written for both, or where nobody knows', async () => {
    const same = await open({ nameFr: 'Visa', nameEn: 'Visa', bodyFr: 'Visa.', bodyEn: 'Visa.' })
    const former = await open(FRENCH)
    // As it stood before the language was kept.
    await write(ctx(), async (tx) => {
      await Incident.query(tx.db).findById(former).patch({ nameWrittenIn: null })
      await IncidentUpdate.query(tx.db).patch({ bodyWrittenIn: null }).where({ incidentId: former })
    })
    for (const id of [same, former]) {
      expect(await langsOf(id)).toEqual([
        [undefined, undefined],
        [undefined, undefined],
      ])
    }
  })

  it('says it in feeds and in the banner, and adds no field to the answers of the API', async () => {
    const status = await alone(await open(ENGLISH))
    const body = '<p>They leave <em>late</em>.</p>'
    for (const feed of [atomFeed, rssFeed]) {
      expect(feed(status, 'fr', FRESH)).toContain(`<![CDATA[<div lang="en">${body}</div>]]>`)
      expect(feed(status, 'en', FRESH)).toContain(`<![CDATA[${body}]]>`)
    }
    expect(atomFeed(status, 'fr', FRESH)).toContain(
      '<feed xml:lang="fr" xmlns="http://www.w3.org/2005/Atom">',
    )
    expect(LOCALES.map((locale) => bannerNotices(status, locale, FRESH)[0]?.lang)).toEqual(['en', undefined])
    for (const locale of LOCALES) {
      const { incidents } = JSON.parse(statuspageDocuments(status, FRESH)[locale].incidents)
      expect(incidents[0]).toMatchObject({
        name: 'Slow payouts',
        incident_updates: [{ body: 'They leave late.' }],
      })
      expect(JSON.stringify(incidents)).not.toContain('written')
    }
  })

  it('says it in the mail of a reader of the other language', async () => {
    const id = await open({ ...ENGLISH, notify: true })
    const reading = deskContext(database.db, publisher, NOW)
    const [french] = await lettersOf(reading, [id], 'fr')
    expect(french?.html).toMatch(/<p[^>]* lang="en"[^>]*>Slow payouts<\/p>/)
    expect(french?.html).toMatch(/<div[^>]* lang="en"[^>]*><p>They leave/)
    const [english] = await lettersOf(reading, [id], 'en')
    expect(english?.html.match(/ lang="/g)).toHaveLength(1)
  })

  it('is told to publishers, before and after it is published', async () => {
    const form = { ...FRENCH, nameEn: '', bodyEn: '' }
    const draft = await site().visit(preview, '/desk/preview', { form, cookie })
    expect(JSON.parse(String(draft.body))).toMatchObject({
      page: { name: 'Paiements refusés', updates: { shown: [{ html: '<p>Nous cherchons.</p>' }] } },
      other: { locale: 'en', name: 'Paiements refusés', lang: 'fr', writtenIn: 'fr' },
    })
    const id = await open(ENGLISH)
    expect(await see(incidentPage, `/desk/incidents/${id}`, { id })).toMatchObject({
      event: { name: 'Slow payouts', lang: 'en' },
      updates: [{ writtenIn: 'en' }],
    })
  })
})

describe('mending it', () => {
  it('begins with what was typed, and a translation stands in its own language alone', async () => {
    const id = await open(ENGLISH)
    const { id: updateId } = await updateOf(id)
    expect(await see(editPage, `/desk/incidents/${id}/edit`, { id })).toMatchObject({
      values: { nameFr: undefined, nameEn: 'Slow payouts' },
    })
    expect(
      await see(correctionPage, `/desk/incidents/${id}/updates/${updateId}`, { id, updateId }),
    ).toMatchObject({ values: { bodyFr: undefined, bodyEn: 'They leave *late*.' } })

    await editIncident(ctx(), {
      incidentId: id,
      version: 1,
      nameEn: 'Slow payouts',
      nameFr: 'Versements lents',
    })
    await correctUpdate(ctx(), { updateId, version: 2, bodyEn: 'They leave *late*.', bodyFr: 'Ils tardent.' })
    const [incident] = (await alone(id)).incidents
    expect(incident?.name).toEqual({ fr: 'Versements lents', en: 'Slow payouts' })
    expect(incident?.updates[0]?.markdown).toEqual({ fr: 'Ils tardent.', en: 'They leave *late*.' })
    expect(await langsOf(id)).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ])
  })

  it('carries a correction in the one language over, and the audit says in which it was written', async () => {
    const id = await open(FRENCH)
    const { id: updateId } = await updateOf(id)
    await correctUpdate(ctx(), { updateId, version: 1, bodyFr: 'Cause trouvée.' })
    await editIncident(ctx(), { incidentId: id, version: 2, nameEn: 'Payments refused' })
    expect(await Incident.query(database.db).findById(id)).toMatchObject({
      nameFr: 'Payments refused',
      nameWrittenIn: 'en',
    })
    expect(await updateOf(id)).toMatchObject({ bodyEn: 'Cause trouvée.', bodyWrittenIn: 'fr' })
    expect(await AuditEntry.query(database.db).where({ subjectId: id }).orderBy('id')).toMatchObject([
      { after: { nameWrittenIn: 'fr', body: { writtenIn: 'fr' } } },
      {
        before: { body: { fr: 'Nous cherchons.', writtenIn: 'fr' } },
        after: { body: { fr: 'Cause trouvée.', en: 'Cause trouvée.', writtenIn: 'fr' } },
      },
      { before: { nameWrittenIn: 'fr' }, after: { nameWrittenIn: 'en' } },
    ])
  })

  it('takes an untouched offer of ours for no translation', async () => {
    const id = await open(FRENCH)
    await publishUpdate(ctx('2026-11-23T12:10:00.000Z'), {
      incidentId: id,
      version: 1,
      status: 'monitoring',
      bodyFr: 'Tout revient.',
      bodyEn: 'A fix is in place. We are watching that everything returns to normal.',
      components: [],
      notify: false,
    })
    const [french, english] = await langsOf(id)
    expect([french, english]).toEqual([
      [undefined, undefined, undefined],
      ['fr', 'fr', 'fr'],
    ])
  })
})

it('a series hands it to its dates, and a translation too', async () => {
  const seriesId = await makeSeries(ctx(), { ...FRENCH, notify: false })
  const langs = async () => {
    const status = await buildPublicStatus(ctx())
    const mine = status.maintenances.filter((one) => one.seriesId === seriesId)
    const view = eventViewer(status, 'en')
    return new Set(
      mine.map((one) => view(one, 1)).map(({ lang, updates }) => `${lang} ${updates.shown[0]?.lang}`),
    )
  }
  expect(await langs()).toEqual(new Set(['fr fr']))
  expect(
    await see(editSeriesPage, `/desk/maintenances/series/${seriesId}/edit`, { id: seriesId }),
  ).toMatchObject({ values: FRENCH })
  const change = { ...weekly(), ...FRENCH, nameEn: 'Payments refused', seriesId, version: 1, tell: false }
  await editSeries(ctx(), change)
  expect(await langs()).toEqual(new Set(['undefined fr']))
  await editSeries(ctx(), { ...change, bodyEn: 'We are looking.', version: 2 })
  expect(await langs()).toEqual(new Set(['undefined undefined']))
  expect(await occurrencesIn(ctx(), seriesId)).not.toHaveLength(0)
})
