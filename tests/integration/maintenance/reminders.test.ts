import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, system } from '#app/domain/access/actor.ts'
import { withTransaction } from '#app/domain/context.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { cancelMaintenance } from '#app/domain/maintenance/cancel-maintenance.ts'
import { publishProgress } from '#app/domain/maintenance/publish-progress.ts'
import { rescheduleMaintenance } from '#app/domain/maintenance/reschedule-maintenance.ts'
import { sendReminders } from '#app/domain/maintenance/send-reminders.ts'
import { openMailer } from '#app/mail/mailer.ts'
import { rows } from '#db/client.ts'
import { Incident } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { write } from '#tests/factories/context.ts'
import { lettersOf, makeMaintenance, subjectsOf } from '#tests/factories/maintenance.ts'
import { mailContext, makeSubscriber } from '#tests/factories/subscriber.ts'
import { useDatabase } from '#tests/setup/database.ts'

// Each maintenance begins at 02:00 UTC on the 25th; tests say the day and the hour.
const database = useDatabase()
let publisher: Actor
let cards: string
beforeAll(async () => {
  publisher = await createPublisher(database.db)
  cards = await makeComponent(desk('20', '00:00'), { nameFr: 'Paiements en ligne' })
})

const at = (day: string, time: string) => `2026-11-${day}T${time}:00.000Z`
const instant = (day: string, time: string) => new Date(at(day, time))
const desk = (day: string, time: string) => statusContext(database.db, publisher, at(day, time))
const remind = (day: string, time: string) =>
  sendReminders(statusContext(database.db, system('advance-maintenance'), at(day, time)))
const mailer = openMailer({
  smtpUrl: 'smtp://127.0.0.1:1',
  from: 'Vigie <no-reply@vigie.test>',
  provider: { name: 'Vigie', supportEmail: 'aide@vigie.test' },
})
const reading = () => mailContext(database.db, mailer)
const window = { scheduledFor: instant('25', '02:00'), scheduledUntil: instant('25', '04:00') }

/** Over at the end of its test, so that the next one finds nothing due. */
async function withMaintenance(
  fields: Partial<Parameters<typeof makeMaintenance>[1]>,
  work: (id: string) => Promise<void>,
  announced: [string, string] = ['20', '10:00'],
): Promise<void> {
  const id = await makeMaintenance(desk(...announced), { ...window, componentIds: [cards], ...fields })
  await work(id)
  await write(desk('20', '00:00'), (tx) => Incident.query(tx.db).findById(id).patch({ reminderMinutes: [] }))
}

describe('reminders', () => {
  it('go out a day and an hour before, each once, however often and from however many workers', () =>
    withMaintenance({}, async (id) => {
      expect(await remind('24', '01:59')).toBe(0)
      const day = await Promise.all([1, 2, 3].map(() => remind('24', '02:00')))
      expect(day.sort()).toEqual([0, 0, 1])
      expect(await remind('24', '02:00')).toBe(0)
      expect(await remind('25', '00:59')).toBe(0)
      expect(await remind('25', '01:00')).toBe(1)
      expect(await remind('25', '01:01')).toBe(0)
      expect(await subjectsOf(reading(), [id])).toEqual([
        'Prévue – Mise à jour',
        'Rappel – Mise à jour',
        'Rappel – Mise à jour',
      ])
    }))

  it('say so in words, in the thread of the maintenance, without a new update on the page', () =>
    withMaintenance({}, async (id) => {
      await remind('24', '02:00')
      const [announced, french] = await lettersOf(reading(), [id])
      const [, english] = await lettersOf(reading(), [id], 'en')
      expect(french?.text).toContain(
        'Rappel de cette maintenance\u202f: mercredi 25 novembre 2026, de 03:00 à 05:00 (heure de Paris).',
      )
      expect(french?.text).toContain('Paiements en ligne')
      expect(english?.subject).toBe('Reminder – Upgrade')
      expect(english?.text).toContain('Reminder of this maintenance: Wednesday, 25 November 2026, 03:00')
      expect(french?.inReplyTo).toBe(announced?.inReplyTo)
      expect(french?.messageId).not.toBe(announced?.messageId)
      const updates = await rows(database.db, 'select 1 from incident_updates where incident_id = :id', {
        id,
      })
      expect(updates).toHaveLength(1)
    }))

  it('reach those who hear of maintenance on its components, and nobody else', () =>
    withMaintenance({}, async (id) => {
      const payouts = await makeComponent(desk('20', '00:00'))
      const hears = await makeSubscriber(desk('20', '00:00'), { components: [cards] })
      await makeSubscriber(desk('20', '00:00'), { components: [payouts] })
      await makeSubscriber(desk('20', '00:00'), { wantsMaintenance: false })
      await remind('25', '01:00')
      const told = await rows<{ subscriberId: string }>(
        database.db,
        `select d.subscriber_id from deliveries d join broadcasts b on b.id = d.broadcast_id
           join incident_updates u on u.id = b.update_id
          where u.incident_id = :id and b.reminder_minutes = 60`,
        { id },
      )
      expect(told).toEqual([{ subscriberId: hears.id }])
      await database.db('subscribers').update({ status: 'unsubscribed' })
    }))

  it('after a standstill are the latest one alone, and none once it has begun', async () => {
    await withMaintenance({}, async (id) => {
      expect(await remind('25', '01:30')).toBe(1)
      expect(await remind('25', '01:31')).toBe(0)
      const sent = await rows<{ minutes: number }>(
        database.db,
        `select b.reminder_minutes as minutes from broadcasts b join incident_updates u on u.id = b.update_id
          where u.incident_id = :id and b.reminder_minutes is not null`,
        { id },
      )
      expect(sent).toEqual([{ minutes: 60 }])
    })
    await withMaintenance({}, async () => expect(await remind('25', '02:00')).toBe(0))
  })

  it('whose time was over when it was announced are not sent', async () => {
    await withMaintenance({}, async () => {
      expect(await remind('24', '12:00')).toBe(0)
      expect(await remind('25', '01:00')).toBe(1)
    }, ['24', '02:00'])
    await withMaintenance({}, async () => expect(await remind('25', '01:30')).toBe(0), ['25', '01:20'])
  })

  it('are as many as the publisher chose, none included', async () => {
    await withMaintenance({ reminderMinutes: [2_880] }, async () => {
      expect(await remind('23', '02:00')).toBe(1)
      expect(await remind('25', '01:30')).toBe(0)
    })
    await withMaintenance({ reminderMinutes: [] }, async () => expect(await remind('25', '01:30')).toBe(0))
    await withMaintenance({ notify: false }, async () => expect(await remind('25', '01:30')).toBe(0))
  })

  it('are due anew after a move, for the new time', () =>
    withMaintenance({}, async (id) => {
      expect(await remind('24', '02:00')).toBe(1)
      await rescheduleMaintenance(desk('24', '10:00'), {
        maintenanceId: id,
        version: 1,
        scheduledFor: instant('27', '02:00'),
        scheduledUntil: instant('27', '04:00'),
        bodyFr: 'Reportée de deux jours.',
        bodyEn: 'Two days later.',
        notify: true,
      })
      expect(await remind('25', '01:00')).toBe(0)
      expect(await remind('26', '02:00')).toBe(1)
      expect(await remind('27', '01:00')).toBe(1)
      const sent = await lettersOf(reading(), [id])
      expect(sent.map(({ subject }) => subject)).toEqual([
        'Prévue – Mise à jour',
        'Rappel – Mise à jour',
        'Déplacée – Mise à jour',
        'Rappel – Mise à jour',
        'Rappel – Mise à jour',
      ])
      expect(sent[2]?.text).toContain('Nouvelles dates\u202f: vendredi 27 novembre 2026, de 03:00 à 05:00')
    }))

  it('say the new dates of a move once where its publisher said nothing else', () =>
    withMaintenance({}, async (id) => {
      const moved = { scheduledFor: instant('27', '02:00'), scheduledUntil: instant('27', '04:00') }
      await rescheduleMaintenance(desk('24', '10:00'), {
        ...moved,
        maintenanceId: id,
        version: 1,
        notify: true,
      })
      for (const [locale, day] of [
        ['fr', 'vendredi 27 novembre 2026'],
        ['en', 'Friday, 27 November 2026'],
      ] as const) {
        const [, letter] = await lettersOf(reading(), [id], locale)
        expect(letter?.text.split(day)).toHaveLength(2)
      }
    }))

  it('survive a further word while it waits: what was sent is not sent again', () =>
    withMaintenance({}, async (id) => {
      expect(await remind('24', '02:00')).toBe(1)
      await publishProgress(desk('24', '10:00'), {
        maintenanceId: id,
        version: 1,
        status: 'scheduled',
        bodyFr: 'Le paiement par lien sera aussi coupé.',
        notify: true,
      })
      expect(await remind('24', '10:01')).toBe(0)
      expect(await remind('25', '01:00')).toBe(1)
      expect((await lettersOf(reading(), [id])).at(-1)?.text).toContain(
        'Le paiement par lien sera aussi coupé.',
      )
    }))

  it('end with a cancellation, whose mail says cancelled and not completed', () =>
    withMaintenance({}, async (id) => {
      await cancelMaintenance(desk('24', '10:00'), {
        maintenanceId: id,
        version: 1,
        bodyFr: 'Nous n’en avons plus besoin.',
        bodyEn: 'No longer needed.',
        notify: true,
      })
      expect(await remind('25', '01:00')).toBe(0)
      const [, french] = await lettersOf(reading(), [id])
      const [, english] = await lettersOf(reading(), [id], 'en')
      expect(french?.subject).toBe('Annulée – Mise à jour')
      expect(french?.text).toContain(
        'Cette maintenance n’aura pas lieu. Elle était prévue mercredi 25 novembre 2026, de 03:00 à 05:00 (heure de Paris).',
      )
      expect(french?.text).not.toContain('Terminée')
      expect(english?.subject).toBe('Cancelled – Upgrade')
    }))

  it('race with a cancellation without being sent after it', () =>
    withMaintenance({}, async (id) => {
      const cancelled = withTransaction(desk('24', '10:00'), async (tx) => {
        await cancelMaintenance(tx, { maintenanceId: id, version: 1, bodyFr: 'Annulée.', notify: false })
        // The reminder is looked for while this is not yet committed.
        return { reminded: remind('24', '10:00') }
      })
      expect(await (await cancelled).reminded).toBe(0)
    }))

  it('are for the clock alone', async () => {
    await expect(sendReminders(desk('24', '02:00'))).rejects.toMatchObject({ kind: 'Forbidden' })
  })
})

describe('the notices of a maintenance', () => {
  it('tell its announcement, beginning and end', () =>
    withMaintenance({ reminderMinutes: [] }, async (id) => {
      const clock = (time: string) =>
        statusContext(database.db, system('advance-maintenance'), at('25', time))
      await advanceMaintenance(clock('02:00'))
      await advanceMaintenance(clock('04:00'))
      expect(await subjectsOf(reading(), [id])).toEqual([
        'Prévue – Mise à jour',
        'En cours – Mise à jour',
        'Terminée – Mise à jour',
      ])
      expect(await subjectsOf(reading(), [id], 'en')).toEqual([
        'Scheduled – Upgrade',
        'In progress – Upgrade',
        'Completed – Upgrade',
      ])
    }))
})
