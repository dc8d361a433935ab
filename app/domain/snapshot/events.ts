import type {
  AffectedComponent,
  PublicIncident,
  PublicMaintenance,
  PublicUpdate,
} from '#app/domain/snapshot/public-status.ts'

/**
 * What an update changed, for people. The API keeps the others, as Statuspage does: its clients read there what
 * an update speaks of.
 */
export const changesOf = ({ affected }: PublicUpdate): AffectedComponent[] =>
  affected.filter(({ from, to }) => from !== to)

/** That it called its maintenance off. */
export const isCancellation = (
  event: PublicIncident | PublicMaintenance,
  { status }: PublicUpdate,
): boolean => event.kind === 'maintenance' && event.cancelled && status === 'completed'
