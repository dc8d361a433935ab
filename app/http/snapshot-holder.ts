import type { Snapshot } from '#app/domain/snapshot/public-status.ts'

/** Holds the snapshot in memory. Public routes read it here and nowhere else. */
export interface SnapshotHolder {
  /** Null only until the first one was built in a process that started without its database. */
  current(): Snapshot | null
}
