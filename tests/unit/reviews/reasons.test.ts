import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  gravestFirst,
  isReasonCode,
  REASON_CODES,
  REASONS,
  type ReasonCode,
  SEVERITIES,
  tellableReasons,
} from '#app/domain/reviews/reasons.ts'
import { reasons as english } from '#app/i18n/en/reasons.ts'
import { reasons as french } from '#app/i18n/fr/reasons.ts'

/** The list of compliance.md, word for word. */
const PRESCRIBED =
  `address_mismatch, address_missing, corrupt, country_not_supported, directors_mismatch, dob_mismatch,
  duplicate_type, expired, failed_copy, failed_greyscale, fraudulent, id_number_mismatch, id_number_missing,
  incomplete, invalid, issue_or_expiry_date_missing, manipulated, missing_back, missing_front, name_mismatch,
  name_missing, not_readable, not_signed, password_protected, photo_mismatch, too_large, too_old,
  type_not_supported, wrong_document`.split(/,\s+/)

const UNTELLABLE: ReasonCode[] = ['fraudulent', 'manipulated']
const TELLABLE = REASON_CODES.filter((code) => !UNTELLABLE.includes(code))
const someCodes = fc.subarray([...REASON_CODES], { minLength: 1 })

/** First words of what to do: each text tells the reader to act. */
const ACTS = {
  fr: /^(Envoyez|Demandez|Choisissez|Photographiez|Relisez|Enregistrez|Numérisez|Reprenez|Retirez|Réduisez|Ajoutez|Faites|Vérifiez) /,
  en: /^(Send|Ask|Choose|Photograph|Check|Save|Scan|Take|Remove|Make|Add|Have) /,
}

describe('the catalogue', () => {
  test('has exactly the prescribed codes', () => {
    expect([...REASON_CODES].sort()).toEqual(PRESCRIBED)
  })

  test('lists codes by severity, gravest first', () => {
    const ranks = REASON_CODES.map((code) => SEVERITIES.indexOf(REASONS[code].severity))
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
    expect(new Set(ranks).size).toBe(SEVERITIES.length)
  })

  test('hides a suspicion of forgery, and nothing else', () => {
    expect(REASON_CODES.filter((code) => !REASONS[code].tellable)).toEqual(UNTELLABLE)
    expect(REASON_CODES.filter((code) => REASONS[code].outcome === 'final')).toEqual(UNTELLABLE)
  })

  test('knows its own codes only', () => {
    expect(isReasonCode('expired')).toBe(true)
    expect(isReasonCode('toString')).toBe(false)
    expect(isReasonCode('')).toBe(false)
  })
})

describe('texts for merchants', () => {
  test.each([
    ['fr', french],
    ['en', english],
  ] as const)('%s: every tellable code has a title and an action, all different', (locale, texts) => {
    expect(Object.keys(texts.merchant).sort()).toEqual([...TELLABLE].sort())
    const entries = Object.values(texts.merchant)
    for (const { title, action } of entries) {
      expect(title.length).toBeGreaterThan(5)
      expect(action).toMatch(ACTS[locale])
      expect(action).toMatch(/\.$/)
    }
    expect(new Set(entries.map(({ title }) => title)).size).toBe(entries.length)
    expect(new Set(entries.map(({ action }) => action)).size).toBe(entries.length)
  })

  test('the two languages say it in their own words', () => {
    for (const code of Object.keys(french.merchant) as (keyof typeof french.merchant)[]) {
      expect(french.merchant[code].title).not.toBe(english.merchant[code].title)
      expect(french.merchant[code].action).not.toBe(english.merchant[code].action)
    }
  })

  test('no text for merchants speaks of fraud or forgery', () => {
    const told = JSON.stringify([french.merchant, english.merchant])
    expect(told).not.toMatch(/fraud|falsif|manipul|forg|contrefa|tamper|retouch|soupçon|suspic/i)
  })

  test('officers have a label and a use for every code, in both languages', () => {
    for (const { internal } of [french, english]) {
      expect(Object.keys(internal).sort()).toEqual(PRESCRIBED)
      const labels = Object.values(internal).map(({ label }) => label)
      expect(new Set(labels).size).toBe(PRESCRIBED.length)
    }
  })
})

describe('what a merchant is told', () => {
  test('nothing of fraudulent or manipulated, whatever the mix', () => {
    fc.assert(
      fc.property(someCodes, (codes) => {
        const told: string[] = tellableReasons(codes)
        expect(told).not.toContain('fraudulent')
        expect(told).not.toContain('manipulated')
        expect(told.length).toBeGreaterThan(0)
      }),
    )
  })

  test('a suspicion cannot be told from a plain invalid, not even by the order', () => {
    fc.assert(
      fc.property(someCodes, fc.constantFrom(...UNTELLABLE), (codes, suspicion) => {
        const others = codes.filter((code) => !UNTELLABLE.includes(code))
        expect(tellableReasons([suspicion, ...others])).toEqual(tellableReasons(['invalid', ...others]))
      }),
    )
  })

  test('the gravest leads and nothing is said twice', () => {
    expect(gravestFirst(['name_mismatch', 'not_readable', 'expired', 'name_mismatch'])).toEqual([
      'expired',
      'not_readable',
      'name_mismatch',
    ])
    expect(tellableReasons(['manipulated', 'invalid', 'fraudulent', 'too_old'])).toEqual([
      'too_old',
      'invalid',
    ])
  })
})
