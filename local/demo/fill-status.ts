import { randomUUID } from 'node:crypto'
import { DAY_MS, fixedClock, HOUR_MS, MINUTE_MS } from '#app/domain/clock.ts'
import { createComponent } from '#app/domain/components/create-component.ts'
import { createGroup } from '#app/domain/components/create-group.ts'
import type { Context, TransactionContext } from '#app/domain/context.ts'
import { openIncident } from '#app/domain/incidents/open-incident.ts'
import { publishUpdate } from '#app/domain/incidents/publish-update.ts'
import { scheduleMaintenance } from '#app/domain/maintenance/schedule-maintenance.ts'
import { createProbe } from '#app/domain/probes/create-probe.ts'
import { NEW_PROBE } from '#app/domain/probes/schemas.ts'
import { createTemplate } from '#app/domain/templates/create-template.ts'
import { Subscriber, SubscriberComponent } from '#db/models/mail.ts'
import { Incident } from '#db/models/status.ts'
import { demoGroups, demoProbes } from '#local/demo/components.ts'
import { deliverBroadcasts } from '#local/demo/deliver.ts'
import type { Staff } from '#local/demo/fill-staff.ts'
import { demoIncidents, demoMaintenance } from '#local/demo/incidents.ts'
import { demoTemplates } from '#local/demo/templates.ts'

const HISTORY_DAYS = 400

/** Midnight UTC, `days` before today. */
const dayBefore = (today: Date, days: number) =>
  new Date(Math.floor(today.getTime() / DAY_MS) * DAY_MS - days * DAY_MS)

/**
 * Components with their past: three incidents that are over and one maintenance to come, all told to subscribers;
 * templates for the next, and probes of this very site.
 */
export async function fillStatus(tx: TransactionContext, today: Date, staff: Staff): Promise<void> {
  const at = (instant: Date): Context => ({ ...tx, actor: staff.publisher, clock: fixedClock(instant) })
  const ids = await fillComponents(at, today)
  const idOf = (key: string) => ids.get(key) ?? fail(key)
  await followSome(tx, idOf('payouts'))

  for (const incident of [...demoIncidents].sort((a, b) => b.daysAgo - a.daysAgo)) {
    const began = new Date(dayBefore(today, incident.daysAgo).getTime() + incident.utcHour * HOUR_MS)
    const claims = (components: Record<string, string> = {}) =>
      Object.entries(components).map(([key, status]) => ({ id: idOf(key), status: status as 'operational' }))
    const [first, ...others] = incident.updates
    if (!first) continue
    const { incidentId } = await openIncident(at(began), {
      nameFr: incident.fr,
      nameEn: incident.en,
      status: first.status as 'investigating',
      bodyFr: first.fr,
      bodyEn: first.en,
      components: claims(first.components),
      notify: true,
    })
    for (const update of others) {
      await deliverBroadcasts(tx)
      const { version } = await Incident.query(tx.db).findById(incidentId).throwIfNotFound()
      await publishUpdate(at(new Date(began.getTime() + update.afterMinutes * MINUTE_MS)), {
        incidentId,
        version,
        status: update.status,
        bodyFr: update.fr,
        bodyEn: update.en,
        components: claims(update.components),
        notify: true,
      })
    }
    await deliverBroadcasts(tx)
  }

  const begins = new Date(
    dayBefore(today, -demoMaintenance.inDays).getTime() + demoMaintenance.utcHour * HOUR_MS,
  )
  await scheduleMaintenance(at(new Date(today.getTime() - DAY_MS)), {
    nameFr: demoMaintenance.fr,
    nameEn: demoMaintenance.en,
    bodyFr: demoMaintenance.bodyFr,
    bodyEn: demoMaintenance.bodyEn,
    scheduledFor: begins,
    scheduledUntil: new Date(begins.getTime() + demoMaintenance.minutes * MINUTE_MS),
    componentIds: demoMaintenance.components.map(idOf),
    autoStart: true,
    autoEnd: true,
    notify: true,
  })
  await deliverBroadcasts(tx)
  // A moment later, when what they ask is there.
  const probing = at(new Date(today.getTime() + 2 * MINUTE_MS))
  for (const { component, path, ...probe } of demoProbes) {
    const url = `${tx.settings.publicUrl}${path}`
    await createProbe(probing, { ...NEW_PROBE, ...probe, componentId: idOf(component), url })
  }

  for (const { components, status = 'investigating', ...template } of demoTemplates) {
    await createTemplate(at(today), {
      ...template,
      status,
      components: Object.entries(components).map(([key, said]) => ({ id: idOf(key), status: said })),
      notify: true,
    })
  }
}

async function fillComponents(at: (instant: Date) => Context, today: Date): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const group of demoGroups) {
    const groupId = await createGroup(at(dayBefore(today, HISTORY_DAYS)), {
      nameFr: group.fr,
      nameEn: group.en,
    })
    for (const { key, fr, en, ageDays = HISTORY_DAYS, ...component } of group.components) {
      const began = dayBefore(today, ageDays)
      const id = await createComponent(at(began), {
        groupId,
        nameFr: fr,
        nameEn: en,
        descriptionFr: component.descriptionFr,
        descriptionEn: component.descriptionEn,
        shown: true,
        startDate: began.toISOString().slice(0, 10),
        neededToSubmitDocuments: component.neededToSubmitDocuments ?? false,
        ...(component.capability ? { capability: component.capability } : {}),
      })
      ids.set(key, id)
    }
  }
  return ids
}

const SUBSCRIBERS = 200

/** 200 addresses: most confirmed, some who never were, some who left. */
export async function fillSubscribers(tx: TransactionContext, today: Date): Promise<void> {
  const subscribers = Array.from({ length: SUBSCRIBERS }, (_, index) => {
    const createdAt = new Date(today.getTime() - (300 - index) * DAY_MS)
    const status =
      index % 20 === 19
        ? ('unsubscribed' as const)
        : index % 25 === 24
          ? ('pending' as const)
          : ('confirmed' as const)
    return {
      id: randomUUID(),
      email: `abonne-${String(index + 1).padStart(3, '0')}@subscribers.vigie.test`,
      locale: index % 4 === 3 ? ('en' as const) : ('fr' as const),
      status,
      wantsMaintenance: index % 6 !== 5,
      createdAt,
      confirmedAt: status === 'pending' ? null : createdAt,
      endedAt: status === 'unsubscribed' ? new Date(createdAt.getTime() + 20 * DAY_MS) : null,
      endReason: status === 'unsubscribed' ? 'asked' : null,
    }
  })
  await Subscriber.query(tx.db).insert(subscribers)
}

/** One in ten follows the payouts alone. */
async function followSome(tx: TransactionContext, componentId: string): Promise<void> {
  const followers = await Subscriber.query(tx.db)
    .patch({ allComponents: false })
    .where('email', 'like', '%5@subscribers.vigie.test')
    .returning('id')
  await SubscriberComponent.query(tx.db).insert(
    followers.map(({ id }) => ({ subscriberId: id, componentId })),
  )
}

function fail(key: string): never {
  throw new Error(`the demonstration names an unknown component: ${key}`)
}
