import { createHash } from 'node:crypto'
import type { PublicIncident, PublicMaintenance } from '#app/domain/snapshot/public-status.ts'

const known = new WeakMap<PublicIncident | PublicMaintenance, string>()

/** The same for events that say the same, and for nothing else. Made once for each object. */
export function eventDigest(event: PublicIncident | PublicMaintenance): string {
  const there = known.get(event)
  if (there) return there
  const made = createHash('sha256').update(JSON.stringify(event)).digest('base64url')
  known.set(event, made)
  return made
}
