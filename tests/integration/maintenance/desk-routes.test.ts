import { beforeAll, describe, expect, it } from 'vitest'
import type { PlanChecked } from '#app/components/maintenance/plan-check.tsx'
import type { Actor, UserActor } from '#app/domain/access/actor.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { fixedClock } from '#app/domain/clock.ts'
import { createGroup } from '#app/domain/components/create-group.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { loader as calendar } from '#app/routes/desk/maintenances/calendar.tsx'
import { action as cancel, loader as cancelPage } from '#app/routes/desk/maintenances/cancel.tsx'
import { loader as check } from '#app/routes/desk/maintenances/check-plan.ts'
import { action as edit, loader as editPage } from '#app/routes/desk/maintenances/edit-series.tsx'
import { loader as maintenancePage } from '#app/routes/desk/maintenances/maintenance.tsx'
import { action as move, loader as movePage } from '#app/routes/desk/maintenances/move.tsx'
import { action as plan, loader as planPage } from '#app/routes/desk/maintenances/new.tsx'
import { loader as seriesPage } from '#app/routes/desk/maintenances/series.tsx'
import { action as stop, loader as stopPage } from '#app/routes/desk/maintenances/stop-series.tsx'
import { Incident, IncidentUpdate, MaintenanceSeries } from '#db/models/status.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeMaintenance, makeSeries, occurrencesIn } from '#tests/factories/maintenance.ts'
import { makeSubscriber } from '#tests/factories/subscriber.ts'
import { type Answer, openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-27T09:00:00.000Z'
let publisher: Actor
let cookie: string
let payouts: string

const ctx = () => statusContext(database.db, publisher, fixedClock(NOW))
const site = () => openSite(database.db, { publicUrl: 'http://vigie.test', at: NOW })
const visit = (
  handler: unknown,
  path: string,
  options: { id?: string; form?: Record<string, string> } = {},
) =>
  site().visit(handler, path, {
    cookie,
    form: options.form,
    params: options.id === undefined ? {} : { id: options.id },
    headers: { 'accept-language': 'fr' },
  })

beforeAll(async () => {
  publisher = await createPublisher(database.db)
  const { userId: id, role } = publisher as UserActor
  const { token } = await openSession(ctx(), { id, role }, { address: '192.0.2.1', userAgent: 'test' })
  const serialized = await sessionCookie({ publicUrl: 'http://vigie.test' } as never).serialize(token)
  cookie = serialized.split(';')[0] ?? ''
  payouts = await makeComponent(ctx(), { capability: 'payouts' })
})

const NIGHT = { scheduledFor: '2026-12-01T02:00', scheduledUntil: '2026-12-01T04:00' }
const TEXTS = { nameFr: 'Correctifs', bodyFr: 'Rien ne change.' }
const WEEKLY = { repeat: 'weekly', interval: '1', monthlyBy: 'day', ends: 'count', count: '3' }
const idIn = (answer: Answer) => answer.headers.get('location')?.split('/').at(-1) ?? ''

describe('planning', () => {
  it('offers no heading over nothing: a group without components', async () => {
    const groupId = await createGroup(ctx(), { nameFr: 'Vide', nameEn: 'Empty' })
    const { body } = await visit(planPage, '/desk/maintenances/new')
    const { groups } = body as { groups: { id: string | null; components: unknown[] }[] }
    expect(groups.length).toBeGreaterThan(0)
    expect(groups.map(({ id }) => id)).not.toContain(groupId)
  })

  it('once announces a maintenance with the reminders that are ticked', async () => {
    const form = { ...TEXTS, ...NIGHT, repeat: 'none', componentIds: payouts, reminderMinutes: '240' }
    const answer = await visit(plan, '/desk/maintenances/new', { form })
    expect(answer.status).toBe(302)
    const planned = await Incident.query(database.db).findById(idIn(answer))
    expect(planned).toMatchObject({
      status: 'scheduled',
      reminderMinutes: [240],
      notify: false,
      seriesId: null,
    })
  })

  it('with a repetition makes a series, in the local time that was typed', async () => {
    // 02:30 does not exist on 28 March 2027 and is read an hour later on that day alone.
    const window = { scheduledFor: '2027-03-28T02:30', scheduledUntil: '2027-03-28T04:30' }
    const answer = await visit(plan, '/desk/maintenances/new', { form: { ...TEXTS, ...window, ...WEEKLY } })
    expect(answer.headers.get('location')).toMatch(/^\/desk\/maintenances\/series\/[a-z0-9]{12}$/)
    expect(await MaintenanceSeries.query(database.db).findById(idIn(answer))).toMatchObject({
      localStart: '2027-03-28T02:30',
      rrule: 'FREQ=WEEKLY;BYDAY=SU;COUNT=3',
      durationMinutes: 60,
      reminderMinutes: [],
    })
  })

  it.each([
    [{ ...WEEKLY, ends: 'until', until: '' }, /quand la répétition prend fin/],
    [{ ...WEEKLY, ends: 'until', until: '2067-01-01' }, /au-delà de deux ans/],
    [{ ...WEEKLY, repeat: 'daily', count: '401' }, /plus de 400/],
    [{ ...WEEKLY, repeat: 'daily', scheduledUntil: '2026-12-02T02:01' }, /avant la fin de la précédente/],
    [{ scheduledFor: '2027-02-29T02:00', scheduledUntil: '2027-02-29T03:00' }, /n’existe pas/],
    [{ scheduledFor: '2026-11-01T02:00', scheduledUntil: '2026-11-01T03:00' }, /déjà terminée/],
  ])('refuses %# in clear words and keeps what was typed', async (wrong, words) => {
    const form = { ...TEXTS, ...NIGHT, repeat: 'none', ...wrong }
    const answer = await visit(plan, '/desk/maintenances/new', { form: form as Record<string, string> })
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).toMatch(words)
    expect(answer.body).toMatchObject({ result: { initialValue: { nameFr: 'Correctifs' } } })
  })

  it.each([
    ['interval', '0'],
    ['interval', '99999'],
    ['count', '-1'],
    ['weekdays', 'XX'],
    ['until', '2027-02-30'],
    ['repeat', 'hourly'],
    ['reminderMinutes', '7'],
    ['surprise', 'x'],
  ])('refuses a form with %s = %s', async (name, value) => {
    const form = { ...TEXTS, ...NIGHT, ...WEEKLY, [name]: value }
    expect((await visit(plan, '/desk/maintenances/new', { form })).status).toBe(422)
  })

  it.each([
    ['?day=2026-12-24', { scheduledFor: '2026-12-24T02:00', scheduledUntil: '2026-12-24T04:00' }],
    // Two in the morning is over on that day itself.
    ['?day=2026-11-27', { scheduledFor: '2026-11-27T11:00', scheduledUntil: '2026-11-27T13:00' }],
    ['?day=2026-02-30', {}],
    ['?day=<script>', {}],
    ['', {}],
  ])('on a day of the calendar (%s) begins with that day', async (query, window) => {
    expect((await visit(planPage, `/desk/maintenances/new${query}`)).body).toMatchObject({ window })
  })
})

describe('looking at a plan before it is published', () => {
  const look = async (fields: Record<string, string>): Promise<PlanChecked> => {
    const { body } = await visit(check, `/desk/maintenances/check?${new URLSearchParams(fields)}`)
    return JSON.parse(String(body))
  }

  it('says what speaks against it', async () => {
    const other = await makeMaintenance(ctx(), {
      scheduledFor: new Date('2026-12-24T12:00:00Z'),
      scheduledUntil: new Date('2026-12-24T13:00:00Z'),
      componentIds: [payouts],
    })
    const { warnings } = await look({
      scheduledFor: '2026-12-24T12:00',
      scheduledUntil: '2026-12-25T03:00',
      componentIds: payouts,
    })
    expect(warnings.map(({ text }) => text)).toEqual([
      'Une autre maintenance touche un même composant au même moment\u202f: Mise à jour',
      'L’heure limite des versements tombe dans le créneau\u202f: 24 déc. 2026. Ceux de ces jours partiraient le jour ouvré suivant.',
      'Jour férié\u202f: Noël (25 déc. 2026)',
    ])
    expect(warnings[0]?.to).toBe(`/desk/maintenances/${other}`)
    const moving = await look({
      scheduledFor: '2026-12-24T12:00',
      scheduledUntil: '2026-12-24T13:00',
      maintenanceId: other,
    })
    expect(moving.warnings).toEqual([])
  })

  it('lists the next dates of a series with its rule', async () => {
    const seen = await look({ ...NIGHT, ...WEEKLY, count: '10' })
    expect(seen.rule).toBe('Chaque mardi à 02:00 (heure de Paris), 10 fois.')
    expect(seen.windows).toHaveLength(8)
    expect(seen.windows[0]).toBe('mardi 1er décembre 2026, de 02:00 à 04:00 (heure de Paris)')
    expect(seen.more).toBe(2)
  })

  it('says why it cannot be, and nothing while it is not whole', async () => {
    expect((await look({ ...NIGHT, ...WEEKLY, ends: 'until', until: '2067-01-01' })).fault).toMatch(
      /deux ans/,
    )
    expect(await look({ scheduledFor: '2026-12-01T02:00' })).toEqual({
      fault: null,
      rule: null,
      windows: [],
      more: 0,
      warnings: [],
    })
  })
})

describe('the page of a maintenance', () => {
  it('shows its warnings and reminders, and cancelling is a question of its own', async () => {
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
  const open = async (query: string) => (await visit(calendar, `/desk/maintenances${query}`)).body as Month

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
