import { expect } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { runProbes } from '#app/domain/probes/run-probes.ts'
import type { ProbeFields } from '#app/domain/probes/schemas.ts'
import type { Database } from '#db/client.ts'
import { ProbeProposal, ProbeState } from '#db/models/probes.ts'
import { Component, Incident, IncidentUpdate } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { startMoodyServer } from '#tests/factories/moody-server.ts'
import { makeProbe } from '#tests/factories/probe.ts'

export type AlarmScene = Awaited<ReturnType<typeof alarmScene>>

/** A publisher on 23 November 2026, a server in any mood that probes watch, and what they make of it. */
export async function alarmScene(db: Database) {
  const publisher = await createPublisher(db)
  const server = await startMoodyServer()
  const at = (time: string, actor = publisher) => statusContext(db, actor, `2026-11-23T${time}:00.000Z`)
  const runs = async (mood: number, ...times: string[]): Promise<void> => {
    server.mood = mood
    for (const time of times) await runProbes(at(time, system('run_probes')))
  }
  const incidentsOf = (componentId: string) =>
    Incident.query(db)
      .whereIn('id', (claims) =>
        claims.select('incidentId').from('incidentComponents').where({ componentId }),
      )
      .orderBy('createdAt')
  return {
    publisher,
    server,
    at,
    runs,
    incidentsOf,
    statusOf: async (id: string) => (await Component.query(db).findById(id).throwIfNotFound()).status,
    stateOf: (probeId: string) => ProbeState.query(db).findById(probeId).throwIfNotFound(),
    /** The one incident that speaks of this component. */
    async incidentOf(componentId: string): Promise<Incident> {
      const [incident, ...others] = await incidentsOf(componentId)
      expect(others).toEqual([])
      if (!incident) throw new Error('no incident was opened')
      return incident
    },
    toldOf: async (incidentId: string) =>
      (await IncidentUpdate.query(db).where({ incidentId }).orderBy(['displayAt', 'createdAt'])).map(
        ({ displayAt, status }) => `${displayAt.toISOString().slice(11, 16)} ${status}`,
      ),
    proposalOf: (probeId: string) => ProbeProposal.query(db).findOne({ probeId }).throwIfNotFound(),
    /** A probe with its component, already failing. */
    async failing(fields: Partial<ProbeFields> = {}) {
      const componentId = await makeComponent(at('08:00'), { capability: 'payments' })
      const id = await makeProbe(at('08:00'), server.url(), { componentId, ...fields })
      await runs(503, '09:00', '09:01')
      return { id, componentId }
    },
  }
}
