import type { Actor } from '#app/domain/access/actor.ts'

/** Who imposed or lifted, as the row keeps it: a user's id, or the name of one of our jobs. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return actor.userId
    case 'system':
      return actor.name
    case 'nobody':
      return 'nobody'
  }
}
