import type { TransactionContext } from '#app/domain/context.ts'
import { queueMails, staffWith } from '#app/domain/mails/queue-mail.ts'
import type { Alarm } from '#app/domain/probes/raise-alarm.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import type { Probe } from '#db/models/probes.ts'
import { Component } from '#db/models/status.ts'

/** Writes once per alarm to every publisher who can sign in; never to a merchant. */
export async function tellPublishers(
  tx: TransactionContext,
  probe: Probe,
  alarm: Alarm,
  incidentId: string | null,
): Promise<void> {
  const component = await Component.query(tx.db).findById(probe.componentId).throwIfNotFound()
  const publishers = await staffWith(tx, 'publisher')
  await queueMails(
    tx,
    publishers.map(({ id, email, name, locale }) => ({
      template: 'probe_alarm',
      to: { email, locale, userId: id },
      data: {
        name,
        probeName: probe.name,
        componentName: textIn(locale, component, 'name'),
        outcome: alarm.outcome,
        httpStatus: alarm.httpStatus,
        since: alarm.since.toISOString(),
        opened: incidentId !== null,
        url: `${tx.settings.publicUrl}/desk${incidentId ? `/incidents/${incidentId}` : ''}`,
      },
    })),
  )
}
