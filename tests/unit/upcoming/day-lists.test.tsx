import { expect, it } from 'vitest'
import { DayLists } from '#app/components/upcoming/day-lists.tsx'
import { DayStrip } from '#app/components/upcoming/day-strip.tsx'
import { renderer } from '#tests/setup/render.tsx'

it.each([
  ['fr', 'Seuls partent les avis de suspension', 'Aucune échéance n’appelle d’avis'],
  ['en', 'Only notices of suspension are sent', 'No deadline calls for a notice'],
] as const)(
  'a day with suspension notices and no reminder does not say that none leaves (%s)',
  async (locale, some, none) => {
    const show = await renderer(locale)
    const shown = (restrictionNotices: number) => {
      const day = {
        ...{ day: '2026-03-10', at: new Date('2026-03-10T22:59:59.999Z'), accounts: restrictionNotices },
        ...{ runAccounts: restrictionNotices, mostAccounts: 20, held: false },
        ...{ notices: { number: restrictionNotices, isEstimate: false }, restrictionNotices },
      }
      return show(<DayLists day={day} shown="notices" accounts={[]} digests={[]} />).text
    }
    expect(shown(2)).toContain(some)
    expect(shown(2)).not.toContain(none)
    expect(shown(0)).toContain(none)
  },
)

it.each([
  ['fr', 'environ 12 000', 'peu', '12 345'],
  ['en', 'about 12,000', 'few', '12,345'],
] as const)('an estimate says no more digits than it knows (%s)', async (locale, about, few, exactly) => {
  const show = await renderer(locale)
  const shown = (number: number, isEstimate: boolean) => {
    const day = {
      ...{ day: '2026-03-10', at: new Date('2026-03-10T22:59:59.999Z'), accounts: 0, runAccounts: 0 },
      ...{ mostAccounts: 20, held: false, notices: { number, isEstimate }, restrictionNotices: 0 },
    }
    const { text } = show(
      <>
        <DayStrip days={[day]} shown="" />
        <DayLists day={day} shown="notices" accounts={[]} digests={[]} />
      </>,
    )
    return text.replace(/[\u202f\u00a0]/g, ' ').toLowerCase()
  }
  expect(shown(12_345, true).split(about)).toHaveLength(3)
  expect(shown(12_345, true)).not.toContain(exactly)
  expect(shown(0, true).split(few)).toHaveLength(3)
  expect(shown(12_345, false).split(exactly)).toHaveLength(3)
})
