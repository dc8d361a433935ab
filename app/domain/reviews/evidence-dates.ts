import { Temporal } from 'temporal-polyfill'
import { plainDay } from '#app/domain/calendar/paris.ts'
import { invalid } from '#app/domain/errors.ts'
import type { DateException } from '#app/domain/reviews/schemas.ts'
import type { DocumentType } from '#db/models/requirements.ts'

/** What an officer read on the document, as printed: `YYYY-MM-DD`. */
export interface PrintedDates {
  issuedOn?: string
  expiresOn?: string
  dateException?: DateException
}

/** What the judgement of dates rests on. Days in Europe/Paris, `YYYY-MM-DD`: this is stored as it is. */
export interface EvidenceFacts {
  readonly printed: PrintedDates
  readonly received: string
  readonly today: string
}

/** The dates under which the document is kept as evidence. */
export interface EvidenceDates {
  issuedOn: string | null
  expiresOn: string | null
}

/** French cards issued to adults between these days are valid 5 years beyond the printed date (decree 2013-1188). */
const LONGER_CARDS = { from: '2004-01-02', to: '2013-12-31', years: 5 }

/** A tax notice proves an address for 12 months, other proofs for what their type says. */
const TAX_NOTICE_MONTHS = 12

/**
 * Checks the printed dates against what the type asks, and gives those that count. Age is counted at receipt,
 * expiry today, both as days in Europe/Paris. Invalid when a date is missing, too old, past or not asked for.
 */
export function evidenceDates(
  type: Pick<DocumentType, 'code' | 'validity'>,
  { printed, ...days }: EvidenceFacts,
): EvidenceDates {
  const { validity } = type
  switch (validity.rule) {
    case 'max_age_months':
      return recentEnough(type.code, validity.months, printed, plainDay(days.received))
    case 'printed_expiry':
      return notExpired(type.code, printed, plainDay(days.today))
    case 'until_changed':
    case 'none':
      if (printed.issuedOn || printed.expiresOn || printed.dateException) throw invalid('review.noDates')
      return { issuedOn: null, expiresOn: null }
  }
}

function recentEnough(
  code: string,
  typeMonths: number,
  { issuedOn, expiresOn, dateException }: PrintedDates,
  received: Temporal.PlainDate,
): EvidenceDates {
  if (expiresOn) throw invalid('review.noDates')
  if (!issuedOn) throw invalid('review.issuedRequired')
  if (dateException && (dateException !== 'tax_notice' || code !== 'proof_of_address')) {
    throw invalid('review.wrongException')
  }
  const months = dateException ? TAX_NOTICE_MONTHS : typeMonths
  const issued = plainDay(issuedOn)
  if (Temporal.PlainDate.compare(issued, received) > 0) throw invalid('review.issuedAfterReceipt')
  const oldest = received.subtract({ months })
  if (Temporal.PlainDate.compare(issued, oldest) <= 0) throw invalid('review.issuedTooLongAgo', { months })
  return { issuedOn, expiresOn: null }
}

function notExpired(
  code: string,
  { issuedOn, expiresOn, dateException }: PrintedDates,
  today: Temporal.PlainDate,
): EvidenceDates {
  if (!expiresOn) throw invalid('review.expiryRequired')
  let expires = plainDay(expiresOn)
  if (dateException) {
    if (dateException !== 'french_card_2004_2013' || code !== 'identity_document') {
      throw invalid('review.wrongException')
    }
    const { from, to, years } = LONGER_CARDS
    if (!issuedOn || issuedOn < from || issuedOn > to) throw invalid('review.cardIssuedOutside')
    expires = expires.add({ years })
  }
  if (Temporal.PlainDate.compare(expires, today) <= 0) throw invalid('review.alreadyExpired')
  return { issuedOn: issuedOn ?? null, expiresOn: expires.toString() }
}
