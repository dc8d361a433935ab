import { createHash, hash } from 'node:crypto'
import type { PublicIncident, PublicMaintenance } from '#app/domain/snapshot/public-status.ts'

type Events = readonly (PublicIncident | PublicMaintenance)[]

const known = new WeakMap<PublicIncident | PublicMaintenance, string>()

/** The same for lists that say the same in the same order, and for nothing else; lower-case hexadecimal. */
export const digestOf = (...lists: readonly Events[]): string =>
  createHash('sha256')
    .update(lists.map((events) => events.map(eventDigest).join()).join(';'))
    .digest('hex')

/** Made once for each object: of years of events, a change makes few anew. */
function eventDigest(event: PublicIncident | PublicMaintenance): string {
  const there = known.get(event)
  if (there) return there
  const made = hash('sha256', JSON.stringify(event), 'base64url')
  known.set(event, made)
  return made
}
