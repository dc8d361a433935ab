export type { RestrictionAhead } from '#app/domain/sweep/ahead.ts'
export type { UpcomingDay } from '#app/domain/sweep/upcoming.ts'
