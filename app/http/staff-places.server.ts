import type { Actor } from '#app/domain/access/actor.ts'
import { may, type Permission } from '#app/domain/access/permissions.ts'

/** Every place of the staff, and the permission that opens it. Members have a home of their own. */
const PLACES = [
  { key: 'review', permission: 'review:queue' },
  { key: 'accounts', permission: 'account:list' },
  { key: 'requests', permission: 'request-batch:manage' },
  { key: 'status', permission: 'status:desk' },
  { key: 'components', permission: 'status:desk' },
  { key: 'probes', permission: 'probe:manage' },
  { key: 'templates', permission: 'incident:publish' },
  { key: 'subscribers', permission: 'broadcast:read' },
  { key: 'admin', permission: 'user:manage' },
] as const satisfies { key: string; permission: Permission }[]

/** What this user finds in the navigation: the places that the permission table opens to the role. */
export const staffPlaces = (actor: Actor) =>
  PLACES.filter(({ permission }) => may(actor, permission)).map(({ key }) => key)
