import { type Actor, actorId } from '#app/domain/access/actor.ts'

/** Who imposed or lifted, as the row keeps it, where somebody must be named. */
export const actorName = (actor: Actor): string => actorId(actor) ?? 'nobody'
