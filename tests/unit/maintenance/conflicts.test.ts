import { describe, expect, it } from 'vitest'
import { conflictsOf, type PlannedWindow } from '#app/domain/maintenance/conflicts.ts'

const CUTOFF = '16:00'

const window = (from: string, until: string, fields: Partial<PlannedWindow> = {}): PlannedWindow => ({
  scheduledFor: new Date(from),
  scheduledUntil: new Date(until),
  events: [],
  touchesPayouts: false,
  merchantsDue: 0,
  ...fields,
})
const kinds = (planned: PlannedWindow) => conflictsOf(planned, CUTOFF).map(({ kind }) => kind)

describe('what speaks against a window', () => {
  it('is nothing on a quiet night', () => {
    // Tuesday 1 December 2026, 02:00 to 04:00 in Paris.
    const night = window('2026-12-01T01:00:00Z', '2026-12-01T03:00:00Z', { touchesPayouts: true })
    expect(conflictsOf(night, CUTOFF)).toEqual([])
  })

  it('is every event that touches the same components, with its kind', () => {
    const events = [
      { id: 'aaaaaaaaaaaa', kind: 'incident' as const, nameFr: 'Panne', nameEn: 'Outage' },
      { id: 'bbbbbbbbbbbb', kind: 'maintenance' as const, nameFr: 'Autre', nameEn: 'Other' },
    ]
    expect(kinds(window('2026-12-01T01:00:00Z', '2026-12-01T03:00:00Z', { events }))).toEqual([
      'incident',
      'maintenance',
    ])
  })

  it.each([
    ['2026-12-25T01:00:00Z', '2026-12-25T03:00:00Z', [['2026-12-25', 'christmas']]],
    // Until midnight in Paris: the holiday is not touched any more. A minute later it is.
    ['2026-12-24T20:00:00Z', '2026-12-24T23:00:00Z', []],
    ['2026-12-24T20:00:00Z', '2026-12-24T23:01:00Z', [['2026-12-25', 'christmas']]],
    ['2027-03-29T00:00:00Z', '2027-03-29T01:00:00Z', [['2027-03-29', 'easterMonday']]],
    // 2026 has both on neighbouring days in Alsace alone: the national ones are named.
    ['2026-12-26T10:00:00Z', '2026-12-26T11:00:00Z', []],
    ['2027-05-06T10:00:00Z', '2027-05-06T11:00:00Z', [['2027-05-06', 'ascension']]],
    ['2028-06-05T10:00:00Z', '2028-06-05T11:00:00Z', [['2028-06-05', 'whitMonday']]],
    [
      '2027-04-30T20:00:00Z',
      '2027-05-08T10:00:00Z',
      [
        ['2027-05-01', 'labourDay'],
        ['2027-05-06', 'ascension'],
        ['2027-05-08', 'victoryDay'],
      ],
    ],
  ])('from %s to %s are these public holidays', (from, until, holidays) => {
    const found = conflictsOf(window(from, until), CUTOFF)
    expect(found).toEqual(holidays.map(([day, holiday]) => ({ kind: 'holiday', day, holiday })))
  })

  it.each([
    // Winter: 16:00 in Paris is 15:00 UTC. The window is closed at its start and open at its end.
    ['2026-12-01T15:00:00Z', '2026-12-01T15:01:00Z', ['2026-12-01T15:00:00.000Z']],
    ['2026-12-01T14:00:00Z', '2026-12-01T15:00:00Z', []],
    // Summer: 14:00 UTC.
    ['2027-07-01T13:00:00Z', '2027-07-01T15:00:00Z', ['2027-07-01T14:00:00.000Z']],
    // Friday to Monday: no payout leaves on the weekend.
    [
      '2026-12-04T14:00:00Z',
      '2026-12-07T16:00:00Z',
      ['2026-12-04T15:00:00.000Z', '2026-12-07T15:00:00.000Z'],
    ],
    // A public holiday is no business day.
    ['2026-12-25T14:00:00Z', '2026-12-25T16:00:00Z', []],
  ])('from %s to %s are these payout cut-offs', (from, until, cutoffs) => {
    const at = (planned: PlannedWindow) =>
      conflictsOf(planned, CUTOFF).flatMap((one) =>
        one.kind === 'payoutCutoff' ? [one.at.toISOString()] : [],
      )
    expect(at(window(from, until, { touchesPayouts: true }))).toEqual(cutoffs)
    expect(at(window(from, until))).toEqual([])
  })

  it('is how many merchants could not send their documents', () => {
    const planned = window('2026-12-01T01:00:00Z', '2026-12-02T03:00:00Z', { merchantsDue: 12 })
    expect(conflictsOf(planned, CUTOFF)).toEqual([{ kind: 'deadlines', merchants: 12 }])
  })
})
