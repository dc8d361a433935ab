import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'

/** The newest public status this process knows, and when it was last confirmed against the database. */
export interface Snapshot {
  readonly status: PublicStatus
  readonly confirmedAt: Date
}

/** Holds the snapshot in memory. Public routes read it here and nowhere else. */
export interface SnapshotHolder {
  /** Null only until the first one was built in a process that started without its database. */
  current(): Snapshot | null
}
