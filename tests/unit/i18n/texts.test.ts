import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { en } from '#app/i18n/en/index.ts'
import { errorText, fieldErrorCode } from '#app/i18n/field-errors.ts'
import { formatBytes, formatPercent, formatTime } from '#app/i18n/format.ts'
import { fr } from '#app/i18n/fr/index.ts'
import { LOCALES } from '#app/i18n/index.ts'
import { translator } from '#app/i18n/translate.ts'
import { typeset } from '#app/i18n/typography.ts'

/** Every text of a tree by its whole key. */
function flat(tree: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flat(value as object, `${prefix}${key}.`)],
    ),
  )
}

const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort()
const french = flat(fr)
const english = flat(en)

describe('texts', () => {
  test('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...french.keys()].sort())
  })

  test('take the same facts in both languages', () => {
    const differing = [...french].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(english.get(key) ?? '').join(),
    )
    expect(differing.map(([key]) => key)).toEqual([])
  })

  test('call it one thing when something cannot be used: suspendu', () => {
    // Held, not suspended: the batches of the circuit breaker, and the mail server's limits.
    const breaker = /^(upcoming|tasks|policy)\./
    const strays = [...french].filter(
      ([key, text]) =>
        /(?<!dé)bloqu|blocage/i.test(text) || (!breaker.test(key) && /reten[ui]|retien[dts]/i.test(text)),
    )
    expect(strays).toEqual([])
  })

  test('are never empty, and every plural has both forms', () => {
    for (const texts of [french, english]) {
      for (const [key, text] of texts) {
        expect(text.trim(), key).not.toBe('')
        if (key.endsWith('_one')) expect(texts.has(key.replace(/_one$/, '_other')), key).toBe(true)
      }
    }
  })
})

/** The codes that verbs and guards refuse with, read from their source: a code without a text says nothing. */
function thrownCodes(): string[] {
  const call =
    /\b(?:notFound|forbidden|conflict|invalid|preconditionFailed|limitExceeded|refusal)\(\s*(?:\d+,\s*)?'([\w.]+)'/g
  return ['app/domain', 'app/http', 'app/routes'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) =>
        [...readFileSync(join(folder, file), 'utf8').matchAll(call)].map((match) => match[1] ?? ''),
      ),
  )
}

test.each(LOCALES)('every code that is thrown has its own text (%s)', (locale) => {
  const texts = flat((locale === 'fr' ? fr : en).errors)
  const missing = thrownCodes().filter((code) => ![code, `${code}_one`].some((key) => texts.has(key)))
  expect([...new Set(missing)].sort()).toEqual([])
})

describe('typography', () => {
  test('French puts a narrow no-break space before high punctuation, English none', () => {
    expect(typeset('fr', 'Déjà ? Oui : « vu » !')).toBe('Déjà\u202f? Oui\u202f: «\u202fvu\u202f»\u202f!')
    expect(typeset('en', 'Again ?')).toBe('Again ?')
  })

  test('apostrophes are curly also before and after a placeholder', () => {
    expect(typeset('fr', "l'offre d'{{name}}")).toBe('l’offre d’{{name}}')
    expect(typeset('en', "{{name}}'s file")).toBe('{{name}}’s file')
  })

  test('numbers and their units are not torn apart', () => {
    expect(typeset('fr', 'Au plus 100 000 lignes et 10 Mo, en {{count}} min')).toBe(
      'Au plus 100\u202f000 lignes et 10\u00a0Mo, en {{count}}\u00a0min',
    )
    expect(typeset('fr', "{{count}} s'y ajoutent le 3 juin")).toBe('{{count}} s’y ajoutent le 3 juin')
  })

  test('English quotes are curly', () => {
    expect(typeset('en', 'Delete "{{name}}"?')).toBe('Delete “{{name}}”?')
  })

  test('leaves addresses alone', () => {
    expect(typeset('fr', 'Voir https://vigie.test/a?b=c')).toBe('Voir https://vigie.test/a?b=c')
  })
})

describe('translator', () => {
  test('is fixed to its language whatever was asked before', () => {
    const [inFrench, inEnglish] = [translator('fr'), translator('en')]
    expect(inEnglish('save')).toBe('Save')
    expect(inFrench('save')).toBe('Enregistrer')
    expect(inEnglish('formErrors.title', { count: 2 })).toBe('2 things need your attention')
  })

  test('does not escape what it inserts: pages and mails do that', () => {
    expect(translator('en')('supportBy', { email: '<a&b>' })).toContain('<a&b>')
  })
})

describe('field errors', () => {
  const schema = z.strictObject({
    name: z.string().min(1).max(3),
    code: z.string().min(4),
    email: z.email(),
    kind: z.enum(['a', 'b']),
    amount: z.number().max(9),
    tags: z.array(z.string()).min(1),
  })
  const codes = (input: object) =>
    Object.fromEntries(
      (schema.safeParse(input, { error: fieldErrorCode }).error?.issues ?? []).map((issue) => [
        issue.path.join('.'),
        issue.message,
      ]),
    )

  test('each kind of mistake has its own code, with its limit', () => {
    expect(
      codes({ name: 'four', code: 'abc', email: 'x', kind: 'c', amount: 10, tags: [], more: 1 }),
    ).toEqual({
      name: 'field.tooLong?maximum=3',
      code: 'field.tooShort?minimum=4',
      email: 'field.email',
      kind: 'field.choice',
      amount: 'field.tooBig?maximum=9',
      tags: 'field.tooFew?minimum=1',
      '': 'field.unknownField',
    })
  })

  test('what is not there is required, whatever its type', () => {
    expect(new Set(Object.values(codes({})))).toEqual(new Set(['field.required']))
    expect(codes({ name: '' }).name).toBe('field.required')
  })

  test('a code becomes its text with its facts, a sentence stays, an unknown code becomes the general text', () => {
    const t = translator('en')
    expect(errorText(t, 'field.tooLong?maximum=3')).toBe('Use at most 3 characters.')
    expect(errorText(t, 'Already a sentence.')).toBe('Already a sentence.')
    expect(errorText(t, 'noSuchCode')).toBe(t('errors:unexpected'))
    expect(errorText(t, 'page')).toBe(t('errors:unexpected'))
  })
})

describe('formats', () => {
  test('a time names its zone, across the change to summer time', () => {
    expect(formatTime('fr', '2026-03-29T00:59:00Z')).toBe('29 mars 2026, 01:59 (heure de Paris)')
    expect(formatTime('en', '2026-03-29T01:00:00Z')).toBe('29 Mar 2026, 03:00 (Paris time)')
    expect(formatTime('en', '2026-01-05T12:00:00Z', 'time', { zone: 'America/New_York' })).toBe(
      '5 Jan 2026, 07:00 (New York, GMT-5)',
    )
  })

  test('the end of a day in Paris is still that day', () => {
    expect(formatTime('fr', '2026-12-12T22:59:59.999Z', 'long-date')).toBe('samedi 12 décembre 2026')
  })

  test('French counts the first day of a month where the month is written out', () => {
    expect(formatTime('fr', '2027-01-01T12:00:00Z', 'day')).toBe('1er janvier')
    expect(formatTime('fr', '2026-09-01T12:00:00Z', 'long-date')).toBe('mardi 1er septembre 2026')
    expect(formatTime('fr', '2026-09-11T12:00:00Z', 'long-date')).toBe('vendredi 11 septembre 2026')
    expect(formatTime('fr', '2026-09-21T12:00:00Z', 'day')).toBe('21 septembre')
    expect(formatTime('en', '2026-09-01T12:00:00Z', 'long-date')).toBe('Tuesday, 1 September 2026')
  })

  test('bytes and shares read as each language writes them', () => {
    expect(formatBytes('fr', 0)).toBe('0\u00a0o')
    expect(formatBytes('fr', 1023)).toBe('1\u202f023\u00a0o')
    expect(formatBytes('fr', 1024)).toBe('1\u00a0Ko')
    expect(formatBytes('en', 4.2 * 1024 * 1024)).toBe('4.2\u00a0MB')
    expect(formatPercent('en', 0.9997, 2)).toBe('99.97%')
  })
})
