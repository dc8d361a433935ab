// Browser-safe: what pages share with the domain.
import { z } from 'zod'
import type { BroadcastId, IncidentId } from '#app/domain/ids.ts'
import type { Locale } from '#app/i18n/locales.ts'
import type { EventState } from '#app/i18n/state-name.ts'

/** The button of the delivery ledger. */
export const sendAgainSchema = z.strictObject({ intent: z.literal('again', { error: 'field.choice' }) })

export type BroadcastKind = 'incident' | 'maintenance'

/** How far a broadcast is. */
export interface BroadcastReport {
  readonly id: BroadcastId
  readonly incident: {
    readonly id: IncidentId
    readonly kind: BroadcastKind
    readonly nameFr: string
    readonly nameEn: string
    readonly nameWrittenIn: Locale | null
    /** Taken back: it has no page any more. */
    readonly deleted: boolean
  }
  /** Status that the update announced. */
  readonly status: EventState
  readonly recipients: number
  readonly createdAt: Date
  readonly finishedAt: Date | null
  readonly counts: DeliveryCounts
  /** Seconds from publication until that share of those to be reached had been sent to; null: not yet. */
  readonly reached: {
    readonly half: number | null
    readonly most: number | null
    readonly all: number | null
  }
  /** Commonest first. Addresses are taken out of the servers' answers, so that equal ones add up. */
  readonly failures: readonly { readonly reason: string; readonly count: number }[]
  /** Failed ones whose subscriber still wants to hear: what `sendMissingAgain` would send. */
  readonly missing: number
}

export interface DeliveryCounts {
  /** Not tried yet. */
  readonly waiting: number
  readonly sending: number
  /** Tried without an answer; tried again later. */
  readonly retrying: number
  readonly sent: number
  readonly failed: number
  readonly left: number
  readonly overtaken: number
  readonly withdrawn: number
}

export const NETWORKS = ['x', 'mastodon', 'bluesky'] as const
export type Network = (typeof NETWORKS)[number]

export interface WrittenPost {
  readonly text: string
  /** As the network counts. */
  readonly length: number
  readonly maxLength: number
  /** The text did not fit whole. */
  readonly isCut: boolean
}
