import { describe, expect, test } from 'vitest'
import { isDomainError } from '#app/domain/errors.ts'
import { evidenceDates, type PrintedDates } from '#app/domain/reviews/evidence-dates.ts'
import type { Validity } from '#db/models/requirements.ts'

const received = '2026-05-31'
const today = '2026-06-02'
const ofType = (code: string, validity: Validity) => (printed: PrintedDates) =>
  evidenceDates({ code, validity }, { printed, received, today })

function refusal(check: () => unknown): string {
  try {
    check()
  } catch (error) {
    if (isDomainError(error)) return error.code
    throw error
  }
  throw new Error('accepted')
}

describe('documents that must be recent', () => {
  const kbis = ofType('company_registration', { rule: 'max_age_months', months: 3 })
  const address = ofType('proof_of_address', { rule: 'max_age_months', months: 3 })

  test('less than three months at receipt, not today', () => {
    // 31 May less three months is 28 February.
    expect(kbis({ issuedOn: '2026-03-01' })).toEqual({ issuedOn: '2026-03-01', expiresOn: null })
    expect(refusal(() => kbis({ issuedOn: '2026-02-28' }))).toBe('review.issuedTooLongAgo')
    expect(kbis({ issuedOn: '2026-05-31' }).issuedOn).toBe('2026-05-31')
    expect(refusal(() => kbis({ issuedOn: '2026-06-01' }))).toBe('review.issuedAfterReceipt')
  })

  test('the date must be read, and no other', () => {
    expect(refusal(() => kbis({}))).toBe('review.issuedRequired')
    expect(refusal(() => kbis({ issuedOn: '2026-05-01', expiresOn: '2030-01-01' }))).toBe('review.noDates')
  })

  test('a tax notice proves an address for twelve months, and nothing else', () => {
    const notice = { issuedOn: '2025-06-01', dateException: 'tax_notice' } as const
    expect(address(notice).issuedOn).toBe('2025-06-01')
    expect(refusal(() => address({ ...notice, issuedOn: '2025-05-31' }))).toBe('review.issuedTooLongAgo')
    expect(refusal(() => kbis(notice))).toBe('review.wrongException')
    expect(refusal(() => address({ ...notice, dateException: 'french_card_2004_2013' }))).toBe(
      'review.wrongException',
    )
  })
})

describe('documents with a printed expiry', () => {
  const card = ofType('identity_document', { rule: 'printed_expiry' })
  const licence = ofType('activity_licence', { rule: 'printed_expiry' })

  test('must not have expired', () => {
    expect(card({ expiresOn: '2026-06-03' })).toEqual({ issuedOn: null, expiresOn: '2026-06-03' })
    expect(refusal(() => card({ expiresOn: '2026-06-02' }))).toBe('review.alreadyExpired')
    expect(refusal(() => card({}))).toBe('review.expiryRequired')
  })

  test('French cards of 2004 to 2013 serve five years longer', () => {
    const longer = { dateException: 'french_card_2004_2013' } as const
    const old = { ...longer, issuedOn: '2013-12-31', expiresOn: '2023-12-30' }
    expect(card(old)).toEqual({ issuedOn: '2013-12-31', expiresOn: '2028-12-30' })
    expect(refusal(() => card({ ...old, dateException: undefined }))).toBe('review.alreadyExpired')
    expect(refusal(() => card({ ...old, issuedOn: '2014-01-01' }))).toBe('review.cardIssuedOutside')
    expect(refusal(() => card({ ...old, issuedOn: undefined }))).toBe('review.cardIssuedOutside')
    expect(refusal(() => card({ ...longer, issuedOn: '2004-01-01', expiresOn: '2030-01-01' }))).toBe(
      'review.cardIssuedOutside',
    )
    expect(refusal(() => card({ ...old, expiresOn: '2021-06-02' }))).toBe('review.alreadyExpired')
    expect(card({ ...old, expiresOn: '2021-06-03' }).expiresOn).toBe('2026-06-03')
    expect(refusal(() => licence(old))).toBe('review.wrongException')
  })
})

test.each(['none', 'until_changed'] as const)('%s asks for no date', (rule) => {
  const check = ofType('bank_details', { rule })
  expect(check({})).toEqual({ issuedOn: null, expiresOn: null })
  expect(refusal(() => check({ issuedOn: '2026-01-01' }))).toBe('review.noDates')
  expect(refusal(() => check({ expiresOn: '2030-01-01' }))).toBe('review.noDates')
  expect(refusal(() => check({ dateException: 'tax_notice' }))).toBe('review.noDates')
})
