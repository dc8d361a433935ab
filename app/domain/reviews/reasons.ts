/**
 * Why a document is refused (compliance.md, Reason codes; stems are Stripe's). Safe for the browser.
 * Texts: i18n namespace `reasons`.
 */

/** Gravest first: when several reasons apply, the gravest leads. */
export const SEVERITIES = [
  'falsified',
  'expired',
  'not_accepted',
  'unreadable',
  'incomplete',
  'mismatch',
] as const
export type Severity = (typeof SEVERITIES)[number]

interface Reason {
  readonly severity: Severity
  /** `retry`: another document can mend it. `final`: no other document will. */
  readonly outcome: 'retry' | 'final'
  /** False: the merchant must not learn of it and reads `invalid` instead. */
  readonly tellable: boolean
}

const because = <S extends Severity>(severity: S) => ({ severity, outcome: 'retry', tellable: true }) as const
const suspected = { severity: 'falsified', outcome: 'final', tellable: false } as const

export const REASONS = {
  fraudulent: suspected,
  manipulated: suspected,
  expired: because('expired'),
  too_old: because('expired'),
  country_not_supported: because('not_accepted'),
  duplicate_type: because('not_accepted'),
  failed_copy: because('not_accepted'),
  invalid: because('not_accepted'),
  type_not_supported: because('not_accepted'),
  wrong_document: because('not_accepted'),
  corrupt: because('unreadable'),
  failed_greyscale: because('unreadable'),
  not_readable: because('unreadable'),
  password_protected: because('unreadable'),
  too_large: because('unreadable'),
  address_missing: because('incomplete'),
  id_number_missing: because('incomplete'),
  incomplete: because('incomplete'),
  issue_or_expiry_date_missing: because('incomplete'),
  missing_back: because('incomplete'),
  missing_front: because('incomplete'),
  name_missing: because('incomplete'),
  not_signed: because('incomplete'),
  address_mismatch: because('mismatch'),
  directors_mismatch: because('mismatch'),
  dob_mismatch: because('mismatch'),
  id_number_mismatch: because('mismatch'),
  name_mismatch: because('mismatch'),
  photo_mismatch: because('mismatch'),
} as const satisfies Record<string, Reason>

export type ReasonCode = keyof typeof REASONS

/** A code that a merchant may read; only these have texts for merchants. */
export type TellableReason = {
  [Code in ReasonCode]: (typeof REASONS)[Code]['tellable'] extends true ? Code : never
}[ReasonCode]

/** Every code, gravest first. */
export const REASON_CODES = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]]

export const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(REASONS, code)

const isTellable = (code: ReasonCode): code is TellableReason => REASONS[code].tellable

/** Each code once, gravest first. */
export function gravestFirst<Code extends ReasonCode>(codes: readonly Code[]): Code[] {
  return [...new Set(codes)].sort((a, b) => REASON_CODES.indexOf(a) - REASON_CODES.indexOf(b))
}

/**
 * What the merchant is told of a refusal, gravest first. A suspicion of forgery shows as `invalid`, and stands
 * where a plain `invalid` would stand, so that not even the order tells it.
 */
export function tellableReasons(codes: readonly ReasonCode[]): TellableReason[] {
  return gravestFirst(codes.map((code) => (isTellable(code) ? code : 'invalid')))
}
