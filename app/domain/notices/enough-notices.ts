import { HOUR_MS } from '#app/domain/clock.ts'

/** Nothing is withheld on a requirement before the mail server took so many notices about it … */
export const NOTICES_NEEDED = 2
/** … the last of them so long ago, so that it could still be acted upon (compliance.md, the ladder). */
export const LAST_NOTICE_HOURS = 72

/** The rule of `restriction_obstacles` in the database, on the instants at which notices were accepted. */
export function areEnough(acceptedAt: readonly Date[], at: Date): boolean {
  const instants = acceptedAt.map((instant) => instant.getTime())
  return (
    instants.length >= NOTICES_NEEDED && Math.max(...instants) <= at.getTime() - LAST_NOTICE_HOURS * HOUR_MS
  )
}

/** SQL: how many notices about a requirement were accepted by an instant, counted up to `NOTICES_NEEDED`. */
export const acceptedNotices = (requirementId: string, at: string) =>
  `(select least(count(*), ${NOTICES_NEEDED}) from accepted_notices n
    where n.requirement_id = ${requirementId} and n.accepted_at <= ${at})`
