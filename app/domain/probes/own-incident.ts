import type { TransactionContext } from '#app/domain/context.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { incidentTexts, progressText } from '#app/domain/probes/texts.ts'
import type { Bilingual } from '#app/i18n/bilingual.ts'
import { type Probe, ProbeIncident, ProbeState } from '#db/models/probes.ts'
import { Component, Incident } from '#db/models/status.ts'

/** Opens an incident in a probe's name, from the first failure on. */
export async function openOwn(tx: TransactionContext, probe: Probe, since: Date): Promise<string> {
  const component = await Component.query(tx.db).findById(probe.componentId).throwIfNotFound()
  const { incidentId } = await openIncident(tx, {
    status: 'investigating',
    ...incidentTexts(probe, component),
    components: [{ id: probe.componentId, status: probe.status }],
    notify: probe.notify,
    displayAt: since,
  })
  const { version } = await Incident.query(tx.db).findById(incidentId).throwIfNotFound()
  await ProbeIncident.query(tx.db).insert({ incidentId, version })
  return incidentId
}

/** It failed again before the incident was resolved, or another check of its component does: the same one goes on. */
export const sayAgain = (tx: TransactionContext, probe: Probe, incidentId: string): Promise<boolean> =>
  publishOwn(tx, probe, incidentId, {
    status: 'investigating',
    component: probe.status,
    text: progressText('again'),
  })

/** Its checks pass again: from now on the component counts as operational, and is watched for a while. */
export const sayRecovered = (tx: TransactionContext, probe: Probe, incidentId: string): Promise<boolean> =>
  publishOwn(tx, probe, incidentId, {
    status: 'monitoring',
    component: 'operational',
    text: progressText('recovered'),
  })

/** Nothing has failed for as long as the probe is to wait. */
export const sayResolved = (tx: TransactionContext, probe: Probe, incidentId: string): Promise<boolean> =>
  publishOwn(tx, probe, incidentId, {
    status: 'resolved',
    component: 'operational',
    text: progressText('resolved'),
  })

interface Word {
  readonly status: 'investigating' | 'monitoring' | 'resolved'
  readonly component: 'operational' | Probe['status']
  readonly text: Bilingual
}

/**
 * Publishes the next update of an incident that a probe opened. False when it is over, when a person has published
 * or corrected anything there, whose it is from then on, or when good news would come before the last of the probes
 * that speak through it has recovered.
 */
async function publishOwn(
  tx: TransactionContext,
  probe: Probe,
  incidentId: string,
  { status, component, text }: Word,
): Promise<boolean> {
  const incident = await Incident.query(tx.db).findById(incidentId).forNoKeyUpdate()
  const own = await ProbeIncident.query(tx.db).findById(incidentId)
  if (!incident || incident.resolvedAt || own?.version !== incident.version) return false
  if (component === 'operational') {
    if ((await ProbeState.query(tx.db).where({ incidentId, failing: true }).resultSize()) > 0) return false
  }
  await publishUpdate(tx, {
    incidentId,
    version: incident.version,
    status,
    bodyFr: text.fr,
    bodyEn: text.en,
    components: [{ id: probe.componentId, status: component }],
    notify: probe.notify,
  })
  await ProbeIncident.query(tx.db)
    .patch({ version: incident.version + 1 })
    .where({ incidentId })
  return true
}
