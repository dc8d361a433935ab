import type { RestrictionCause } from '#db/models/restrictions.ts'

/**
 * Why a capability is withheld, as the outside is told (Stripe's words), the most actionable first. What officers
 * withhold has one name whatever its cause, so that fraud and asset freezes cannot be told from the rest (no
 * tipping-off); what a key of the API withheld has another, which only keys can bring about.
 */
export const PUBLIC_CAUSES = [
  'requirements.past_due',
  'requirements.pending_verification',
  'under_review',
  'platform_paused',
  'other',
] as const
export type PublicCause = (typeof PUBLIC_CAUSES)[number]

/** The outside's word for a restriction. `waitsForMerchant`: a requirement it rests on is the merchant's to answer. */
export function publicCause({
  cause,
  byKey,
  waitsForMerchant,
}: {
  readonly cause: RestrictionCause
  readonly byKey: boolean
  readonly waitsForMerchant: boolean
}): PublicCause {
  switch (cause) {
    case 'documents_overdue':
      return waitsForMerchant ? 'requirements.past_due' : 'requirements.pending_verification'
    case 'manual':
      return byKey ? 'platform_paused' : 'under_review'
    case 'fraud':
    case 'asset_freeze':
      return 'under_review'
  }
}

/** Each cause once, the most actionable first: several of one name are told as one. */
export const inOrder = (causes: readonly PublicCause[]): PublicCause[] =>
  PUBLIC_CAUSES.filter((cause) => causes.includes(cause))
