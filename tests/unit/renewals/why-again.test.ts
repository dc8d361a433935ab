import { expect, it } from 'vitest'
import { translator } from '#app/i18n/translate.ts'
import { whyAgainText } from '#app/i18n/why-again.ts'

const told = (why: Parameters<typeof whyAgainText>[2], today = '2027-01-11', locale: 'fr' | 'en' = 'fr') =>
  whyAgainText(translator(locale), locale, why, today)

it('names the end of the document, on its last day and the day after', () => {
  const why = { kind: 'expiry', on: '2027-03-12' } as const
  expect(told(why)).toContain('expire le vendredi 12 mars 2027')
  expect(told(why, '2027-03-12')).toContain('expire le')
  expect(told(why, '2027-03-13')).toContain('a expiré le vendredi 12 mars 2027')
  expect(told(why, '2027-03-12', 'en')).toContain('expires on Friday, 12 March 2027')
})

it('gives the law of the day for a periodic review, and never how often', () => {
  const why = { kind: 'review', on: '2027-09-01' } as const
  expect(told(why, '2027-07-09')).toContain('R561-12')
  expect(told(why, '2027-07-10')).toContain('2024/1624')
  for (const locale of ['fr', 'en'] as const)
    expect(told(why, '2027-07-10', locale)).not.toMatch(/\b(1|5|an|ans|years?)\b/)
})

it('gives an officer’s own words, and nothing where there are none', () => {
  expect(told({ kind: 'officer', words: 'Le titulaire a changé.' })).toBe('Le titulaire a changé.')
  expect(told({ kind: 'officer', words: '' })).toBeNull()
  expect(told(null)).toBeNull()
})
