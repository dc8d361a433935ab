import { beforeAll, describe, expect, it } from 'vitest'
import { loader as calendar } from '#app/routes/desk/maintenances/calendar.tsx'
import { action as cancel, loader as cancelPage } from '#app/routes/desk/maintenances/cancel.tsx'
import { action as edit, loader as editPage } from '#app/routes/desk/maintenances/edit-series.tsx'
import { loader as maintenancePage } from '#app/routes/desk/maintenances/maintenance.tsx'
import { action as move, loader as movePage } from '#app/routes/desk/maintenances/move.tsx'
import { loader as seriesPage } from '#app/routes/desk/maintenances/series.tsx'
import { action as stop, loader as stopPage } from '#app/routes/desk/maintenances/stop-series.tsx'
import { IncidentUpdate } from '#db/models/status.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { makeMaintenance, makeSeries, occurrencesIn } from '#tests/factories/maintenance.ts'
import {
  idIn,
  type MaintenanceDesk,
  maintenanceDesk,
  NIGHT,
  TEXTS,
  WEEKLY,
} from '#tests/factories/maintenance-desk.ts'
import { makeSubscriber } from '#tests/factories/subscriber.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: MaintenanceDesk
beforeAll(async () => {
  desk = await maintenanceDesk(database.db)
})

describe('the page of a maintenance', () => {
  it('shows its warnings and reminders, and cancelling is a question of its own', async () => {
    const { ctx, visit } = desk
    const id = await makeMaintenance(ctx(), {
      scheduledFor: new Date('2026-12-25T12:00:00Z'),
      scheduledUntil: new Date('2026-12-25T13:00:00Z'),
    })
    const page = () => visit(maintenancePage, `/desk/maintenances/${id}`, { id })
    expect((await page()).body).toMatchObject({
      next: ['scheduled', 'in_progress'],
      warnings: [{ text: 'Jour férié\u202f: Noël (25 déc. 2026)' }],
      facts: { reminders: [{ minutes: 1_440, broadcastId: null }, { minutes: 60 }] },
      event: { cancelled: false },
    })
    const form = { version: '1', bodyFr: 'Annulée.', bodyEn: 'Cancelled.' }
    expect((await visit(cancel, `/desk/maintenances/${id}/cancel`, { id, form })).status).toBe(302)
    expect((await page()).body).toMatchObject({ next: [], warnings: [], event: { cancelled: true } })
    const again = await visit(cancel, `/desk/maintenances/${id}/cancel`, { id, form })
    expect(again.status).toBe(409)
    expect(again.body).toMatchObject({ result: { initialValue: { bodyFr: 'Annulée.' } } })
  })
})

describe('before subscribers are told', () => {
  it('every form says how many they are, by the components of the maintenance', async () => {
    const { ctx, payouts, visit } = desk
    const cards = await makeComponent(ctx())
    await makeSubscriber(ctx(), { components: [cards] })
    await makeSubscriber(ctx(), { components: [payouts] })
    await makeSubscriber(ctx(), { wantsMaintenance: false })
    const id = await makeMaintenance(ctx(), {
      scheduledFor: new Date('2026-12-02T02:00:00Z'),
      scheduledUntil: new Date('2026-12-02T03:00:00Z'),
      componentIds: [cards],
    })
    for (const [page, path] of [
      [maintenancePage, ''],
      [movePage, '/move'],
      [cancelPage, '/cancel'],
    ] as const) {
      expect((await visit(page, `/desk/maintenances/${id}${path}`, { id })).body).toMatchObject({
        recipients: 1,
      })
    }
    const seriesId = await makeSeries(ctx(), { componentIds: [cards] })
    const stopping = await visit(stopPage, `/desk/maintenances/series/${seriesId}/stop`, { id: seriesId })
    expect(stopping.body).toMatchObject({ recipients: 1 })
  })

  it('a move needs no text', async () => {
    const { ctx, visit } = desk
    const id = await makeMaintenance(ctx(), {
      scheduledFor: new Date('2026-12-03T02:00:00Z'),
      scheduledUntil: new Date('2026-12-03T03:00:00Z'),
    })
    const form = { version: '1', scheduledFor: '2026-12-04T02:00', scheduledUntil: '2026-12-04T03:00' }
    expect((await visit(move, `/desk/maintenances/${id}/move`, { id, form })).status).toBe(302)
    const [update] = await IncidentUpdate.query(database.db).where({ incidentId: id, rescheduled: true })
    expect(update?.bodyFr).toMatch(/^Nouvelles dates/)
  })
})

describe('the pages of a series', () => {
  it('show it, change it and stop it', async () => {
    const { ctx, visit } = desk
    const id = await makeSeries(ctx())
    const page = () => visit(seriesPage, `/desk/maintenances/series/${id}`, { id })
    expect((await page()).body).toMatchObject({ title: 'Série\u202f: Correctifs', isStopped: false })
    const form = (await visit(editPage, `/desk/maintenances/series/${id}/edit`, { id })).body as {
      values: Record<string, string>
    }
    expect(form.values).toMatchObject({
      scheduledFor: '2026-12-01T02:00',
      scheduledUntil: '2026-12-01T04:00',
    })
    const changed = { ...TEXTS, ...NIGHT, ...WEEKLY, version: '1', scheduledFor: '2026-12-01T03:00' }
    expect((await visit(edit, `/desk/maintenances/series/${id}/edit`, { id, form: changed })).status).toBe(
      302,
    )
    const followed = (await occurrencesIn(ctx(), id)).filter(({ status }) => status === 'scheduled')
    expect(followed.map(({ scheduledFor }) => scheduledFor?.toISOString().slice(0, 16))).toEqual([
      '2026-12-01T02:00',
      '2026-12-08T02:00',
      '2026-12-15T02:00',
    ])
    const stopped = await visit(stop, `/desk/maintenances/series/${id}/stop`, {
      id,
      form: { version: '2', planned: 'cancel', bodyFr: 'Fin.' },
    })
    expect(stopped.status).toBe(302)
    expect((await page()).body).toMatchObject({ isStopped: true, later: [] })
    for (const [form, name] of [
      [stopPage, 'stop'],
      [editPage, 'edit'],
    ] as const) {
      const late = await visit(form, `/desk/maintenances/series/${id}/${name}`, { id })
      expect([late.status, idIn(late)]).toEqual([302, id])
    }
  })
})

describe('the calendar', () => {
  type Month = {
    month: string
    previous: string
    next: string
    weeks: { day: string; inMonth: boolean; isToday: boolean; canPlan: boolean; holiday: string | null }[][]
  }
  const open = async (query: string) =>
    (await desk.visit(calendar, `/desk/maintenances${query}`)).body as Month

  it('has whole weeks from Monday, today, and names public holidays', async () => {
    const { weeks, month } = await open('')
    expect(month).toBe('novembre 2026')
    const days = weeks.flat()
    expect([days[0]?.day, days.at(-1)?.day]).toEqual(['2026-10-26', '2026-12-06'])
    expect(weeks.every((week) => week.length === 7)).toBe(true)
    expect(days.filter(({ isToday }) => isToday).map(({ day }) => day)).toEqual(['2026-11-27'])
    expect(days.filter(({ holiday }) => holiday).map(({ day, holiday }) => [day, holiday])).toEqual([
      ['2026-11-01', 'Toussaint'],
      ['2026-11-11', 'Armistice de 1918'],
    ])
    expect(days.find(({ canPlan }) => canPlan)?.day).toBe('2026-11-27')
  })

  it('shows a window over midnight on each of its days', async () => {
    const { ctx } = desk
    const id = await makeMaintenance(ctx(), {
      scheduledFor: new Date('2027-02-26T21:00:00Z'),
      scheduledUntil: new Date('2027-02-28T23:00:00Z'),
    })
    const { weeks } = await open('?month=2027-02')
    const shown = weeks.flat().flatMap((day) => {
      const { windows } = day as unknown as { windows: { id: string; time: string }[] }
      return windows.filter((window) => window.id === id).map(({ time }) => `${day.day} ${time}`)
    })
    // It ends at midnight: the first of March is not touched.
    expect(shown).toEqual(['2027-02-26 dès 22:00', '2027-02-27 toute la journée', '2027-02-28 jusqu’à 00:00'])
    expect(weeks).toHaveLength(4)
  })

  it.each([
    ['?month=2028-02', 'février 2028', '2028-01', '2028-03'],
    ['?month=2026-13', 'novembre 2026', '2026-10', '2026-12'],
    ['?month=0001-01', 'novembre 2026', '2026-10', '2026-12'],
    ['?month=%00', 'novembre 2026', '2026-10', '2026-12'],
  ])('%s is %s', async (query, month, previous, next) => {
    expect(await open(query)).toMatchObject({ month, previous, next })
  })
})
