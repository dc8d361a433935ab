import { beforeAll, describe, expect, it, test } from 'vitest'
import { nobody, system } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { extendDeadline } from '#app/domain/extensions/extend-deadline.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { ACTS } from '#app/domain/replay/acts.ts'
import { type ReplayRange, replayActs } from '#app/domain/replay/replay-acts.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { liftManually } from '#app/domain/restrictions/lift-manually.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { accountTimeline } from '#app/domain/timeline/account-timeline.ts'
import { rows } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { deskContext } from '#tests/factories/context.ts'
import { letEverythingHappen } from '#tests/factories/every-act.ts'
import { addMerchants } from '#tests/factories/overdue.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
beforeAll(() => letEverythingHappen(database.db), 60_000)
const as = (actor: Context['actor'] = system('cli')): Context => deskContext(database.db, actor)
const replayed = (range?: ReplayRange) => replayActs(as(), range)

describe('what happened by itself', () => {
  it('comes out again, every kind of it', async () => {
    const report = await replayed()
    expect(report.listed).toEqual([])
    expect(report).toMatchObject({ ok: true, different: 0, withoutInputs: 0 })
    const kept = await rows<{ action: string }>(
      database.db,
      `select distinct action from audit_entries where after -> 'basis' is not null order by 1`,
    )
    expect(kept.map(({ action }) => action)).toEqual(Object.keys(ACTS).sort())
    expect(report.acts).toBeGreaterThan(90)
  })

  it('comes out again where time goes on between an act and its record', async () => {
    const [merchant] = await addMerchants(database.db, 1)
    const officer = as(await addUser(as(), 'officer'))
    let now = officer.clock.now().getTime()
    const running: Context = { ...officer, clock: { now: () => new Date(now++) } }
    const asked = { accountId: merchant?.accountId ?? '', documentType: 'bank_details' }
    const requirementId = await requestRequirement(running, { ...asked, subject: '', message: '' })
    await extendDeadline(running, { requirementId, days: 3, reason: 'Notaire.' })
    const [late] = await rows<{ count: number }>(
      database.db,
      `select cast(count(*) as integer) as count from audit_entries a join clock_entries c
          on c.requirement_id = cast(a.subject_id as uuid) and a.action = 'requirement.clock_' || c.kind
        where a.subject_id = :requirementId and a.at > c.at`,
      { requirementId },
    )
    expect(late?.count).toBe(2)
    expect((await replayed()).listed).toEqual([])
  })

  it('is the same by pages of any size, and of a time only', async () => {
    const { acts } = await replayed()
    expect(await replayed({ batch: 7 })).toMatchObject({ ok: true, acts })
    const noon = new Date('2026-03-01T12:00:00Z')
    const [before, after] = await Promise.all([replayed({ until: noon }), replayed({ from: noon })])
    expect(before.acts + after.acts).toBe(acts)
    expect(Math.min(before.acts, after.acts)).toBeGreaterThan(10)
  })

  it('is told from what somebody did, who gives the name of the rule as a reason', async () => {
    const [merchant] = await addMerchants(database.db, 1)
    const [accountId, reason] = [merchant?.accountId ?? '', 'requirements_satisfied']
    const officer = as(await addUser(as(), 'officer'))
    const [restrictionId = ''] = await restrictManually(officer, {
      ...{ accountId, capabilities: ['payouts'], cause: 'manual', reason },
    })
    await liftManually(officer, { accountId, restrictionId, reason })
    expect((await replayed()).withoutInputs).toBe(0)
    const { entries } = await accountTimeline(officer, accountId, { kind: 'restrictions' })
    expect(entries[0]?.facts).toMatchObject({ reason })
    expect(entries[0]?.facts).not.toHaveProperty('liftingReason')
  })

  it('is replayed for who may read the audit, and nobody else', async () => {
    for (const actor of [nobody, await addUser(as(), 'publisher')]) {
      await expect(replayActs(as(actor))).rejects.toMatchObject({ kind: 'Forbidden' })
    }
  })
})

// biome-ignore lint/suspicious/noExplicitAny: inputs are JSON of many forms, changed as one who tampers would.
type Tampered = any
interface Tampering {
  /** Of an action that is left by several kinds of acts, which. */
  of?: (after: Tampered) => boolean
  change: (basis: Tampered) => void
}
const TAMPERINGS: [action: string, what: string, tampering: Tampering][] = [
  [
    'requirement.requested',
    'the end of a document',
    { of: ({ basis }) => basis.renewal, change: ({ renewal }) => laterEnd(renewal.held) },
  ],
  [
    'requirement.requested',
    'the legal form',
    {
      of: ({ documentType }) => documentType === 'articles_of_association',
      change: ({ account }) => Object.assign(account, { legalForm: 'sole_trader' }),
    },
  ],
  [
    'requirement.requested',
    'what was on file',
    {
      of: ({ batchId }) => batchId,
      change: (basis) => Object.assign(basis, { held: { ...NOTHING_HELD, documents: [LASTING] } }),
    },
  ],
  ['requirement.dated', 'the end of a document', { change: ({ renewal }) => laterEnd(renewal.held) }],
  ['requirement.clock_started', 'the rule that gave the days', { of: hasRule, change: otherRule }],
  ['requirement.clock_set', 'the ledger', { change: (basis) => Object.assign(basis, { entries: 0 }) }],
  ['requirement.clock_paused', 'the ledger', { change: (basis) => Object.assign(basis, { entries: 1 }) }],
  ['requirement.clock_resumed', 'the rule that gave the days', { change: otherRule }],
  [
    'requirement.clock_extended',
    'the length of the outage',
    { change: ({ spans }) => Object.assign(spans[0], { until: '2026-04-08T09:00:00.000Z' }) },
  ],
  [
    'document.accepted',
    'the printed date',
    { change: ({ printed }) => Object.assign(printed, { expiresOn: '2027-01-31' }) },
  ],
  [
    'document.accepted',
    'a date that the rules refuse',
    { change: ({ printed }) => Object.assign(printed, { expiresOn: '2025-01-31' }) },
  ],
  [
    'notice.sent',
    'what was open',
    { of: isOfKind('requested'), change: ({ requirements }) => requirements.pop() },
  ],
  [
    'notice.sent',
    'what was told before',
    {
      of: isOfKind('reminder'),
      change: ({ requirements }) => {
        for (const one of requirements) one.hasOwnNotice = true
      },
    },
  ],
  [
    'notice.sent',
    'what was decided',
    { of: isOfKind('restricted'), change: (basis) => Object.assign(basis, { decision: {} }) },
  ],
  [
    'notice.sent',
    'what else stood',
    {
      of: isOfKind('reinstated'),
      change: (basis) => Object.assign(basis, { withheld: ['payments', 'payouts'] }),
    },
  ],
  ...(['contact_task.opened', 'contact_task.failed_again'] as const).map(
    (action): [string, string, Tampering] => [
      action,
      'what became of a mail',
      { change: ({ mails }) => Object.assign(mails[0], { status: 'sent' }) },
    ],
  ),
  ...(['restriction.imposed', 'restriction.extended'] as const).flatMap(
    (action): [string, string, Tampering][] => [
      [
        action,
        'the notices',
        { change: ({ decisions }) => Object.assign(decisions[0].requirements[0], { notices: [] }) },
      ],
      [action, 'the decision', { change: ({ decisions }) => Object.assign(decisions[0], { decision: {} }) }],
      [action, 'the version of the policy', { change: ({ decisions }) => (decisions[0].policyVersion += 1) }],
    ],
  ),
  [
    'restriction.lifted',
    'what it rested on',
    { change: ({ grounds }) => Object.assign(grounds[0], { status: 'requested' }) },
  ],
  ['held_batch.opened', 'the number', { change: ({ weighed }) => Object.assign(weighed, { accounts: 3 }) }],
  [
    'held_batch.grown',
    'the active accounts',
    { change: ({ weighed }) => Object.assign(weighed, { activeAccounts: 50_000 }) },
  ],
  [
    'held_batch.passed',
    'the number',
    { change: ({ weighed }) => Object.assign(weighed, { accounts: 9_999 }) },
  ],
  [
    'maintenance.begun',
    'the time',
    { change: (basis) => Object.assign(basis, { at: '2026-04-10T08:59:00.000Z' }) },
  ],
  [
    'maintenance.completed',
    'the window',
    { change: ({ window }) => Object.assign(window, { autoEnd: false }) },
  ],
  ['probe.alarmed', 'the failures', { change: ({ judged }) => Object.assign(judged.watch, { failures: 0 }) }],
  [
    'probe.alarmed',
    'what it is to do',
    { of: ({ act }) => act === 'proposed', change: ({ alarm }) => Object.assign(alarm, { mode: 'open' }) },
  ],
  ['probe.recovered', 'the check', { change: ({ judged }) => Object.assign(judged.check, { ok: false }) }],
  [
    'probe.resolved',
    'how long it was quiet',
    { change: ({ probes }) => Object.assign(probes[0], { quietSince: '2026-04-10T11:14:00.000Z' }) },
  ],
  ['webhook.paused', 'the failures', { change: (basis) => Object.assign(basis, { failures: 2 }) }],
  ['webhook.disabled', 'the answer', { change: (basis) => Object.assign(basis, { outcome: 'status' }) }],
]

const LASTING = { id: 'a', acceptedOn: '2026-02-01', expiresOn: null }
const NOTHING_HELD = { required: false, risk: 'standard', releasedDocuments: [], reviewReleasedOn: null }
const laterEnd = (held: Tampered) => {
  for (const document of held.documents) document.expiresOn = '2040-01-01'
}
function hasRule({ basis }: Tampered): boolean {
  return basis.rule === 'deadlineDays'
}
function otherRule(basis: Tampered): void {
  basis.rule = basis.rule === 'floorDays' ? 'deadlineDays' : 'floorDays'
}
function isOfKind(kind: string) {
  return (after: Tampered) => after.kind === kind
}

/** As somebody with the database in hand would, around the triggers; undone when `look` has looked. */
async function tampering<T>(sql: string, bindings: object, look: (ctx: Context) => Promise<T>): Promise<T> {
  const trx = await database.db.transaction()
  try {
    await trx.raw('set local session_replication_role = replica')
    await trx.raw(sql, bindings as never)
    return await look({ ...as(), db: trx })
  } finally {
    await trx.rollback()
  }
}

describe('a stored input that was changed', () => {
  test('every kind of act is among those tried', () => {
    expect([...new Set(TAMPERINGS.map(([action]) => action))].sort()).toEqual(Object.keys(ACTS).sort())
  })

  test.each(TAMPERINGS)('%s: %s', async (action, _, { of = () => true, change }) => {
    const entries = await AuditEntry.query(database.db).where({ action }).orderBy('id')
    const entry = entries.find(({ after }) => after && 'basis' in after && of(after))
    if (!entry) throw new Error('no such act')
    const after = structuredClone(entry.after) as { basis: Tampered }
    change(after.basis)
    expect(after).not.toEqual(entry.after)
    const report = await tampering(
      'update audit_entries set after = :after where id = :id',
      { id: entry.id, after: JSON.stringify(after) },
      (ctx) => replayActs(ctx),
    )
    expect(report).toMatchObject({ ok: false, different: 1, listed: [{ entryId: entry.id, action }] })
  })

  test('the basis taken away: the act is said to keep none', async () => {
    const { acts } = await replayed()
    const sql = `update audit_entries set after = after - 'basis' where action = 'notice.sent'`
    const report = await tampering(sql, {}, (ctx) => replayActs(ctx))
    expect(report.withoutInputs).toBeGreaterThan(3)
    expect(report.acts + report.withoutInputs).toBe(acts)
  })

  test.each([
    ['the ledger of deadlines', `update clock_entries set days = days + 1 where kind = 'started'`],
    ['the moment of a deadline', `update clock_entries set at = at - interval '1 ms' where kind = 'paused'`],
    ['a version of the policy', `update policies set rules = jsonb_set(rules, '{floorDays}', '8')`],
    [
      'the types of documents',
      `update policies set document_types = jsonb_path_query_array(document_types, '$[*] ? (@.code <> "activity_licence")')`,
    ],
    [
      'what officers are shown of a restriction',
      `update restrictions set basis = jsonb_set(basis, '{decisions,0,department}', '"974"')`,
    ],
  ])('%s', async (_, sql) => {
    const report = await tampering(sql.replaceAll('?', String.raw`\?`), {}, (ctx) => replayActs(ctx))
    expect(report.different).toBeGreaterThan(0)
  })
})

/** As they were stored until the ladder was named by the version of the policy alone. */
const EARLIER = `
  with kept as (
    select jsonb_build_object('ladder', cast(:ladder as jsonb), 'exempt', false, 'fairClockPaused', false) as more
  ), audited as (
    update audit_entries set after = jsonb_set(after, '{basis,decisions,0}', after #> '{basis,decisions,0}' || kept.more)
      from kept where action in ('restriction.imposed', 'restriction.extended') and after #> '{basis,decisions}' is not null
  )
  update restrictions set basis = jsonb_set(basis, '{decisions}',
      (select jsonb_agg(d.decision || kept.more order by d.place)
        from jsonb_array_elements(basis -> 'decisions') with ordinality as d (decision, place)))
    from kept where basis -> 'decisions' is not null`

describe('restrictions that keep a copy of the ladder', () => {
  const replayedWith = (ladder: object) =>
    tampering(EARLIER, { ladder: JSON.stringify(ladder) }, (ctx) => replayActs(ctx))

  test('replay, where it is that of their version', async () => {
    const { rules } = await currentPolicy(database)
    expect(await replayedWith(rules.ladder)).toMatchObject({ ok: true, acts: (await replayed()).acts })
  })

  test('differ, where it is another', async () => {
    const { different } = await replayedWith([])
    expect(different).toBeGreaterThan(1)
  })
})
