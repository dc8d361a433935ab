import { expect, it } from 'vitest'
import { AUTOMATIC_TEXTS, ENDED_TEXT, STAGE_TEXTS } from '#app/domain/incidents/texts.ts'
import { DEFAULT_TEXTS } from '#app/domain/maintenance/texts.ts'
import { foreignLanguage, languageOfText } from '#app/i18n/text-language.ts'

const ours = [...Object.values({ ...STAGE_TEXTS, ...AUTOMATIC_TEXTS, ...DEFAULT_TEXTS }), ENDED_TEXT]

it.each(ours)('knows the language of what we say ourselves: $fr', ({ fr, en }) => {
  expect(languageOfText(fr)).toBe('fr')
  expect(languageOfText(en)).toBe('en')
})

it.each([
  ['Nous cherchons la cause.', 'fr'],
  ['Les paiements par carte échouent.', 'fr'],
  ['Paiements refusés', null],
  ['Café payments fail', null],
  ['The payouts of La Réunion', null],
  ['Est. 2 h', null],
  ['Some card payments fail; your payouts leave on time.', 'en'],
  ['We are looking into it.', 'en'],
  ['Visa', null],
  ['Maintenance', null],
  ['', null],
  ['😀 <b>42</b> \u0000', null],
])('%j is %s', (text, language) => {
  expect(languageOfText(text)).toBe(language)
})

it('marks what stands on the page of the other language, and nothing else', () => {
  const alone = { fr: 'We are looking into it.', en: 'We are looking into it.' }
  expect(foreignLanguage(alone, 'fr')).toBe('en')
  expect(foreignLanguage(alone, 'en')).toBeUndefined()
  expect(foreignLanguage({ fr: 'Nous cherchons.', en: 'We search.' }, 'fr')).toBeUndefined()
  expect(foreignLanguage({ fr: 'Visa', en: 'Visa' }, 'fr')).toBeUndefined()
})
