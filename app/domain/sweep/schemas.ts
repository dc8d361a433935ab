export type { DigestAhead, DigestDocument } from '#app/domain/notices/digests-ahead.ts'
export type { RestrictionAhead } from '#app/domain/sweep/ahead.ts'
export type { Protection } from '#app/domain/sweep/protections.ts'
export type { UpcomingDay } from '#app/domain/sweep/upcoming.ts'

/** The two lists of a day. */
export const UPCOMING_LISTS = ['suspensions', 'notices'] as const
export type UpcomingList = (typeof UPCOMING_LISTS)[number]
