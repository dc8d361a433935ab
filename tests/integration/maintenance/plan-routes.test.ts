import { beforeAll, describe, expect, it } from 'vitest'
import type { PlanChecked } from '#app/components/maintenance/plan-check.tsx'
import { createGroup } from '#app/domain/components/create-group.ts'
import { loader as check } from '#app/routes/desk/maintenances/check-plan.ts'
import { action as plan, loader as planPage } from '#app/routes/desk/maintenances/new.tsx'
import { Incident, MaintenanceSeries } from '#db/models/status.ts'
import { makeMaintenance } from '#tests/factories/maintenance.ts'
import {
  idIn,
  type MaintenanceDesk,
  maintenanceDesk,
  NIGHT,
  TEXTS,
  WEEKLY,
} from '#tests/factories/maintenance-desk.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: MaintenanceDesk
beforeAll(async () => {
  desk = await maintenanceDesk(database.db)
})

describe('planning', () => {
  it('offers no heading over nothing: a group without components', async () => {
    const { ctx, visit } = desk
    const groupId = await createGroup(ctx(), { nameFr: 'Vide', nameEn: 'Empty' })
    const { body } = await visit(planPage, '/desk/maintenances/new')
    const { groups } = body as { groups: { id: string | null; components: unknown[] }[] }
    expect(groups.length).toBeGreaterThan(0)
    expect(groups.map(({ id }) => id)).not.toContain(groupId)
  })

  it('once announces a maintenance with the reminders that are ticked', async () => {
    const { payouts, visit } = desk
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
    const { visit } = desk
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
    const { visit } = desk
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
    const { visit } = desk
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
    const { visit } = desk
    expect((await visit(planPage, `/desk/maintenances/new${query}`)).body).toMatchObject({ window })
  })
})

describe('looking at a plan before it is published', () => {
  const look = async (fields: Record<string, string>): Promise<PlanChecked> => {
    const { body } = await desk.visit(check, `/desk/maintenances/check?${new URLSearchParams(fields)}`)
    return JSON.parse(String(body))
  }

  it('says what speaks against it', async () => {
    const { ctx, payouts } = desk
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
