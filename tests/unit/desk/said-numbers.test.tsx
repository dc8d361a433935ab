import { expect, it } from 'vitest'
import { DeliveryProgress, TimesReached } from '#app/components/broadcasts/broadcast-figures.tsx'
import { type OngoingEvent, OngoingLines } from '#app/components/desk/ongoing-lines.tsx'
import { MonthAgenda } from '#app/components/maintenance/month-agenda.tsx'
import { translator } from '#app/i18n/translate.ts'
import { renderer } from '#tests/setup/render.tsx'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

it.each([
  ['fr', 0, 'Pas encore parti : 6 personnes à prévenir'],
  ['fr', 1, 'Envoyé à une personne sur 6'],
  ['fr', 5, 'Envoyé à 5 personnes sur 6'],
  ['fr', 6, 'Envoyé à 6 personnes'],
  ['en', 0, 'Not sent yet: 6 people to tell'],
  ['en', 1, 'Sent to one person of 6'],
  ['en', 6, 'Sent to 6 people'],
] as const)(
  'the desk says how far an update went as people say it (%s, %d)',
  async (locale, settled, words) => {
    const show = await renderer(locale)
    const event: OngoingEvent = {
      id: 'aaaaaaaaaaaa',
      kind: 'incident',
      name: 'Panne',
      status: 'investigating',
      impact: 'major',
      startsAt: '2026-11-27T09:00:00.000Z',
      until: null,
      components: [],
      lastsSeconds: 60,
      silentSeconds: 60,
      told: { settled, recipients: 6 },
    }
    expect(plain(show(<OngoingLines events={[event]} />).text)).toContain(words)
  },
)

it('a ledger that reached nobody yet names no figure, and one that ended does not promise the rest', async () => {
  const show = await renderer('fr')
  const counts = {
    ...{ sent: 0, sending: 0, waiting: 6, retrying: 0, failed: 0, left: 0, overtaken: 0, withdrawn: 0 },
  }
  expect(plain(show(<DeliveryProgress report={{ counts, recipients: 6 }} />).text)).toContain('Aucun sur 6')
  const reached = { half: 1, most: 2, all: null }
  const times = (finishedAt: Date | null) =>
    show(<TimesReached reached={reached} finishedAt={finishedAt} />).text
  expect(times(null)).toContain('pas encore')
  expect(times(new Date('2026-11-27T09:00:00Z'))).toContain('pas tous servis')
})

it.each([
  ['fr', 0, 'Aucun sur 6'],
  ['fr', 1, 'Un sur 6'],
  ['fr', 6, '6 sur 6'],
  ['en', 0, 'None of 6'],
] as const)('a bulk request says how far it is (%s, %d)', (locale, done, words) => {
  const t = translator(locale)
  expect(plain(t('requests:progressText', { count: done, done: String(done), total: '6' }))).toBe(words)
})

it('a month with a public holiday alone says that there is no maintenance', async () => {
  const show = await renderer('fr')
  const day = {
    ...{ day: '2026-11-11', inMonth: true, isToday: false, canPlan: false, windows: [] },
    holiday: 'Armistice de 1918',
  }
  expect(show(<MonthAgenda days={[day]} />).text).toMatch(/Aucune maintenance ce mois-ci.*Armistice/s)
})
