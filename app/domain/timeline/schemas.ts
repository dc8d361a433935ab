// Browser-safe: what pages share with the domain.
export type { TimelineEntry } from '#app/domain/timeline/account-timeline.ts'
export { TIMELINE_KINDS, type TimelineKind } from '#app/domain/timeline/kinds.ts'
