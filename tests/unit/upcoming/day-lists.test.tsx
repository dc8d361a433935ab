import { expect, it } from 'vitest'
import { DayLists } from '#app/components/upcoming/day-lists.tsx'
import { renderer } from '#tests/setup/render.tsx'

it.each([
  ['fr', 'Seuls partent les avis de suspension', 'Aucune échéance n’appelle d’avis'],
  ['en', 'notices of suspension alone leave', 'No deadline calls for a notice'],
] as const)(
  'a day with suspension notices and no reminder does not say that none leaves (%s)',
  async (locale, some, none) => {
    const show = await renderer(locale)
    const shown = (restrictionNotices: number) => {
      const day = {
        ...{ day: '2026-03-10', at: new Date('2026-03-10T22:59:59.999Z'), accounts: restrictionNotices },
        ...{ runAccounts: restrictionNotices, mostAccounts: 20, held: false },
        ...{ notices: restrictionNotices, restrictionNotices },
      }
      return show(<DayLists day={day} shown="notices" accounts={[]} digests={[]} />).text
    }
    expect(shown(2)).toContain(some)
    expect(shown(2)).not.toContain(none)
    expect(shown(0)).toContain(none)
  },
)
