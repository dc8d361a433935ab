import { expect, it } from 'vitest'
import { asTyped, columnsOf, langIn, writtenText } from '#app/i18n/bilingual.ts'

const row = (nameFr: string, nameEn: string, nameWrittenIn: 'fr' | 'en' | null) => ({
  nameFr,
  nameEn,
  nameWrittenIn,
})

it.each([
  ['in French alone', row('Panne', 'Panne', 'fr'), ['Panne', undefined], [undefined, 'fr']],
  ['in English alone', row('Outage', 'Outage', 'en'), [undefined, 'Outage'], ['en', undefined]],
  ['in both', row('Panne', 'Outage', null), ['Panne', 'Outage'], [undefined, undefined]],
  ['the same in both, or nobody knows', row('Visa', 'Visa', null), ['Visa', 'Visa'], [undefined, undefined]],
])('a text written %s', (_, columns, typed, langs) => {
  const text = writtenText(columns, 'name')
  expect(columnsOf('name', text)).toEqual(columns)
  expect(asTyped(columns, 'name')).toEqual({ nameFr: typed[0], nameEn: typed[1] })
  expect((['fr', 'en'] as const).map((locale) => langIn(text, locale))).toEqual(langs)
})

it('two texts are two, even where a process of a former version left the language of one beside them', () => {
  const stale = row('Panne', 'Outage', 'fr')
  expect(writtenText(stale, 'name')).toEqual({ fr: 'Panne', en: 'Outage' })
  expect(asTyped(stale, 'name')).toEqual({ nameFr: 'Panne', nameEn: 'Outage' })
})
