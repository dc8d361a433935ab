import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import type { StatuspageDocuments } from '#app/domain/snapshot/statuspage.ts'

/** The newest public status this process knows, and when it was last confirmed against the database. */
export interface Snapshot {
  readonly status: PublicStatus
  readonly confirmedAt: Date
  /** The public API's answers, made once per change and not per request. */
  readonly documents: StatuspageDocuments
}

/** Holds the snapshot in memory. Public routes read it here and nowhere else. */
export interface SnapshotHolder {
  /** Null only until the first one was built in a process that started without its database. */
  current(): Snapshot | null
}
