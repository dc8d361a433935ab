import { digestOf } from '#app/domain/snapshot/event-digest.ts'
import type { PublicIncident, PublicMaintenance, PublicStatus } from '#app/domain/snapshot/public-status.ts'

export type PublicEvents = Pick<PublicStatus, 'incidents' | 'maintenances'>

/** What began in one month and is long over. */
export interface PastMonth {
  /** "2026-11", in UTC. */
  readonly month: string
  /** Changes with what they say; lower-case hexadecimal. */
  readonly digest: string
  readonly events: PublicEvents
}

/** A status without what was over before its 90 days began, and that by the month of its beginning. */
export function splitPast(status: PublicStatus): { recent: PublicStatus; past: PastMonth[] } {
  const [firstDay = ''] = status.days
  const isPast = ({ resolvedAt }: PublicIncident | PublicMaintenance) =>
    resolvedAt !== null && resolvedAt < firstDay
  const incidents = Map.groupBy(status.incidents, (event) => isPast(event) && monthOf(event))
  const maintenances = Map.groupBy(status.maintenances, (event) => isPast(event) && monthOf(event))
  const months = new Set([...incidents.keys(), ...maintenances.keys()])
  return {
    recent: {
      ...status,
      incidents: incidents.get(false) ?? [],
      maintenances: maintenances.get(false) ?? [],
    },
    past: [...months].flatMap((month) => {
      if (month === false) return []
      const events = {
        incidents: incidents.get(month) ?? [],
        maintenances: maintenances.get(month) ?? [],
      }
      return [{ month, digest: digestOf(events.incidents, events.maintenances).slice(0, 32), events }]
    }),
  }
}

/** The whole status again, in the order that it had. */
export function joinEvents(recent: PublicStatus, past: readonly PublicEvents[]): PublicStatus {
  const incidents = [...recent.incidents, ...past.flatMap((month) => month.incidents)]
  const maintenances = [...recent.maintenances, ...past.flatMap((month) => month.maintenances)]
  return {
    ...recent,
    incidents: incidents.sort(latestFirst),
    maintenances: maintenances.sort(
      (a, b) => descending(a.scheduledFor, b.scheduledFor) || latestFirst(a, b),
    ),
  }
}

const monthOf = ({ startedAt }: PublicIncident | PublicMaintenance) => startedAt.slice(0, 7)

/** Instants in ISO 8601 sort as they stand; a comparison by language would take many times as long. */
export const descending = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0)

const latestFirst = (a: { startedAt: string; id: string }, b: { startedAt: string; id: string }): number =>
  descending(a.startedAt, b.startedAt) || descending(b.id, a.id)
