import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { system, type UserActor } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { verifyAudit } from '#app/domain/audit/verify.ts'
import { askBreaker } from '#app/domain/breaker/ask-breaker.ts'
import { dismissBatch } from '#app/domain/breaker/dismiss-batch.ts'
import { listClosedBatches, listHeldAccounts, readHeldBatch } from '#app/domain/breaker/read-held-batch.ts'
import { releaseBatch } from '#app/domain/breaker/release-batch.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { reachedLadder } from '#app/domain/sweep/overdue.ts'
import { runSweep, type SweepReport } from '#app/domain/sweep/run-sweep.ts'
import { withholdOverdue } from '#app/domain/sweep/withhold-overdue.ts'
import { type Database, rows, transaction } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import { Mail } from '#db/models/mail.ts'
import { Requirement } from '#db/models/requirements.ts'
import { Notice } from '#db/models/restrictions.ts'
import { ContactTask, HeldBatch } from '#db/models/tasks.ts'
import { overdueMerchants } from '#tests/factories/breaker.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { addMerchants, ask, type Merchant, openRestrictions, sweepContext } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { deskContext, write } from '#tests/factories/review-scene.ts'
import { addPerson } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'
import { type Deed, overlap } from '#tests/setup/overlap.ts'

/** A minute after the days of grace have ended. */
const AT = '2026-02-18T23:01:00Z'
const LATER = '2026-02-18T23:11:00Z'
const NOTE = 'Vérifié avec la direction : demandes de janvier.'

// The breaker looks at all accounts there are, so each test has a database of its own.
let database: TestDatabase
let db: Database
let officer: UserActor
let second: UserActor
beforeEach(async () => {
  database = await createTestDatabase()
  db = database.db
  const ctx = sweepContext(db, '2026-01-01T00:00:00Z')
  officer = (await addPerson(ctx, { role: 'officer' })).actor
  second = (await addPerson(ctx, { role: 'officer', locale: 'en' })).actor
  // Three may be restricted by a run, whatever the share.
  await changeRules(ctx, { breaker: { accounts: 3, share: 0 } })
})
afterEach(() => database.drop())

const sweep = (at = AT, options: object = {}) => runSweep(sweepContext(db, at), options)
const desk = (actor: UserActor = officer, at = AT) => deskContext(db, actor, at)
const held = async () => await HeldBatch.query(db).findOne({ status: 'held' }).throwIfNotFound()
const batches = async () =>
  (await HeldBatch.query(db).orderBy('heldAt').orderBy('closedAt')).map(({ status }) => status)
const restricted = async (merchants: readonly Merchant[]) => {
  const open = await Promise.all(merchants.map(({ accountId }) => openRestrictions(db, accountId)))
  return open.filter((restrictions) => Object.keys(restrictions).length > 0).length
}
const release = async (actor?: UserActor, changes: object = {}) => {
  const { id: batchId, version, accounts } = await held()
  return releaseBatch(desk(actor), { batchId, version, accounts, typed: accounts, note: NOTE, ...changes })
}
const officersMailed = async () =>
  (await Mail.query(db).where({ template: 'batch_held' })).map(({ toAddress }) => toAddress)

describe('the limit', () => {
  it('lets a run at the limit act, and holds one above it whole', async () => {
    const merchants = await overdueMerchants(db, 3)
    expect(await sweep()).toMatchObject({ held: null })
    expect(await restricted(merchants)).toBe(3)
    const more = await overdueMerchants(db, 4)
    const report = await sweep(LATER)
    expect(report).toMatchObject({
      held: { accounts: 4, mostAccounts: 3, activeAccounts: 4 },
      restrictions: [],
    })
    expect(await restricted(more)).toBe(0)
  })

  it('needs both: more than the number and more than the share', async () => {
    await changeRules(sweepContext(db, AT), { breaker: { accounts: 3, share: 0.5 } })
    await addMerchants(db, 4)
    const merchants = await overdueMerchants(db, 4)
    expect((await sweep()).held).toBeNull()
    expect(await restricted(merchants)).toBe(4)
  })
})

describe('a held run', () => {
  it('writes one list, tells the officers once, and sends the reminders all the same', async () => {
    const merchants = await overdueMerchants(db, 5)
    const [reminded] = await addMerchants(db, 1)
    await ask(db, reminded ? [reminded] : [], { deadline: '2026-02-26', notices: ['2026-01-05T09:00:00Z'] })
    const report = await sweep()
    expect(report.reminders.map(({ accountId }) => accountId)).toContain(reminded?.accountId)
    await sweep(LATER)
    expect(await batches()).toEqual(['held'])
    const batch = await held()
    expect(batch).toMatchObject({ accounts: 5, version: 1, activeAccounts: 6, mostAccounts: 3 })
    expect(await auditOf(db, batch.id)).toEqual(['held_batch.opened'])
    expect(await officersMailed()).toHaveLength(2)
    expect(await restricted(merchants)).toBe(0)
    const { accounts } = await listHeldAccounts(desk(), batch.id)
    expect(accounts).toHaveLength(5)
    expect(accounts[0]).toMatchObject({
      capabilities: ['payouts'],
      documents: [{ nameFr: 'RIB', daysOverdue: 6, noticesAcceptedAt: [expect.any(Date), expect.any(Date)] }],
    })
    expect(await readHeldBatch(desk())).toMatchObject({
      accounts: 5,
      stillDue: 5,
      payoutsOnly: 5,
      suspended: 0,
      bar: null,
    })
  })

  it('comes of two workers at once as one batch and one mail to each officer', async () => {
    await overdueMerchants(db, 5)
    await Promise.all([sweep(), sweep(), sweep()])
    expect(await batches()).toEqual(['held'])
    expect(await officersMailed()).toHaveLength(2)
  })

  it('is foreseen by a dry run, which writes nothing', async () => {
    await overdueMerchants(db, 5)
    const report = await sweep(AT, { dryRun: true })
    expect(report).toMatchObject({ held: { accounts: 5, mostAccounts: 3 } })
    expect(report.restrictions).toHaveLength(5)
    expect(await batches()).toEqual([])
  })

  it('passes when its number has fallen, and the run acts on the rest', async () => {
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    const answered = merchants.slice(0, 2).map(({ accountId }) => accountId)
    await write(sweepContext(db, AT), (tx) =>
      Requirement.query(tx.db)
        .patch({ status: 'in_review', deadlineAt: null })
        .whereIn('accountId', answered),
    )
    expect(await readHeldBatch(desk())).toMatchObject({ accounts: 5, stillDue: 3 })
    expect((await sweep(LATER)).held).toBeNull()
    expect(await batches()).toEqual(['passed'])
    expect(await restricted(merchants)).toBe(3)
  })

  it('stays while an outage empties the count', async () => {
    await overdueMerchants(db, 5)
    await sweep()
    const ctx = sweepContext(db, AT)
    const publisher = (await addPerson(ctx, { role: 'publisher' })).actor
    const portal = await makeComponent({ ...ctx, actor: publisher }, { neededToSubmitDocuments: true })
    await write(ctx, (tx) => tx.db('components').where({ id: portal }).update({ status: 'major_outage' }))
    expect(await sweep(LATER)).toMatchObject({ paused: true, held: null })
    expect(await batches()).toEqual(['held'])
  })

  it('is begun anew under other rules', async () => {
    await overdueMerchants(db, 5)
    await sweep()
    const first = await held()
    await changeRules(sweepContext(db, AT), { breaker: { accounts: 4, share: 0 } })
    await expect(release()).rejects.toMatchObject({ kind: 'Conflict', code: 'batch.otherPolicy' })
    await sweep(LATER)
    expect(await batches()).toEqual(['passed', 'held'])
    expect((await held()).id).not.toBe(first.id)
  })

  it('ends at its limit when more becomes due while it acts than the breaker counted before', async () => {
    const ctx = sweepContext(db, AT)
    const counted = await overdueMerchants(db, 3, { deadline: '2026-02-12' })
    const late = await overdueMerchants(db, 4)
    const exempt = (value: boolean, tx: { db: Database }) =>
      Account.query(tx.db)
        .patch({ exempt: value })
        .whereIn(
          'id',
          late.map(({ accountId }) => accountId),
        )
    await write(ctx, (tx) => exempt(true, tx))
    const publisher = (await addPerson(ctx, { role: 'publisher' })).actor
    const portal = await makeComponent({ ...ctx, actor: publisher }, { neededToSubmitDocuments: true })
    // Who publishes holds the component, and the run waits for the end of that before it acts.
    let running: Promise<SweepReport> | undefined
    await write(ctx, async (tx) => {
      await tx.db('components').where({ id: portal }).update({ status: 'operational' })
      running = runSweep(ctx, { batchAccounts: 1 })
      await vi.waitFor(async () => {
        const waiting = await rows(
          db,
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        expect(waiting).toHaveLength(1)
      })
      await exempt(false, tx)
    })
    expect((await running)?.restrictions).toHaveLength(3)
    expect(await restricted(counted)).toBe(3)
    expect(await restricted(late)).toBe(0)
    expect(await sweep(LATER)).toMatchObject({ held: { accounts: 4 } })
  })
})

describe('a release', () => {
  it('is not used up by a run that an outage cuts short', async () => {
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    const { id: batchId } = await held()
    await release()
    const ctx = sweepContext(db, LATER)
    const policy = await currentPolicy(ctx)
    const at = new Date(LATER)
    const ladder = reachedLadder(policy, at)
    const allowance = await askBreaker(ctx, policy, ladder)
    expect(allowance).toEqual({ kind: 'released', batchId })
    // The outage is published between what the breaker said and the first batch.
    const publisher = (await addPerson(ctx, { role: 'publisher' })).actor
    const portal = await makeComponent({ ...ctx, actor: publisher }, { neededToSubmitDocuments: true })
    const say = (status: string) =>
      write(ctx, (tx) => tx.db('components').where({ id: portal }).update({ status }))
    await say('major_outage')
    const run = { ctx, at, policy, ladder, allowance, dryRun: false, batchAccounts: 10 }
    for await (const _ of withholdOverdue(run)) expect.unreachable('nothing is withheld in an outage')
    await say('operational')
    await sweep(LATER)
    expect(await restricted(merchants)).toBe(5)
  })

  it('lets the next run act on the list that was seen, and on nothing that came since', async () => {
    const seen = await overdueMerchants(db, 5)
    await sweep()
    await release()
    const since = await overdueMerchants(db, 5)
    expect((await sweep(LATER)).held).toBeNull()
    expect(await restricted(seen)).toBe(5)
    expect(await restricted(since)).toBe(0)
    const [batch] = await HeldBatch.query(db)
    expect(await auditOf(db, batch?.id ?? '')).toEqual([
      'held_batch.opened',
      'held_batch.released',
      'held_batch.applied',
    ])
    // Those that came since are counted by the run after, and held by themselves.
    expect(await sweep('2026-02-18T23:21:00Z')).toMatchObject({ held: { accounts: 5 } })
    expect(await restricted(since)).toBe(0)
    expect(await listClosedBatches(desk())).toMatchObject([
      { status: 'released', accounts: 5, by: 'Camille Martin', note: NOTE, isWaiting: false },
    ])
  })

  it('covers what each account loses by the list: the next rung is held again', async () => {
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    await release()
    await sweep(LATER)
    expect(await sweep('2026-02-25T23:01:00Z')).toMatchObject({ held: { accounts: 5 } })
    const states = await Promise.all(merchants.map(({ accountId }) => openRestrictions(db, accountId)))
    expect(new Set(states.flatMap(Object.keys))).toEqual(new Set(['payouts documents_overdue']))
  })

  it('does not cover a second capability that a list did not name, however late the run comes', async () => {
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    await release()
    await sweep('2026-02-25T23:01:00Z')
    const states = await Promise.all(merchants.map(({ accountId }) => openRestrictions(db, accountId)))
    expect(new Set(states.flatMap(Object.keys))).toEqual(new Set(['payouts documents_overdue']))
    const told = await Mail.query(db).where({ template: 'account_restricted' })
    expect(told.map(({ data }) => (data as { capabilities: string[] }).capabilities)).toEqual(
      merchants.map(() => ['payouts']),
    )
  })

  it('spares who answered between the list and the run', async () => {
    const [answered, ...others] = await overdueMerchants(db, 5)
    await sweep()
    await release()
    await write(sweepContext(db, AT), (tx) =>
      Requirement.query(tx.db)
        .patch({ status: 'submitted', deadlineAt: null })
        .where({ accountId: answered?.accountId ?? '' }),
    )
    await sweep(LATER)
    expect(await restricted(others)).toBe(4)
    expect(await restricted(answered ? [answered] : [])).toBe(0)
  })

  it('is judged by a list that names what protects each account by now', async () => {
    const merchants = await overdueMerchants(db, 7)
    await sweep()
    const [due, reviewed, exempt, unreached, extended, untold, answered] = merchants.map(
      ({ accountId }) => accountId,
    )
    await write(sweepContext(db, AT), async (tx) => {
      const requirement = (accountId = '') => Requirement.query(tx.db).where({ accountId })
      await requirement(reviewed).patch({ status: 'in_review', deadlineAt: null })
      await requirement(extended).patch({ deadlineAt: new Date('2026-03-10T22:59:59.999Z') })
      await requirement(answered).patch({ status: 'approved', closedAt: new Date(AT), deadlineAt: null })
      await Account.query(tx.db).where({ id: exempt }).patch({ exempt: true })
      await Mail.query(tx.db).where({ accountId: untold }).patch({ status: 'failed', sentAt: null })
      const notice = await Notice.query(tx.db).findOne({ accountId: unreached }).throwIfNotFound()
      await ContactTask.query(tx.db).insert({
        id: notice.id,
        accountId: notice.accountId,
        noticeId: notice.id,
        openedAt: new Date(AT),
      })
    })
    const { accounts } = await listHeldAccounts(desk(), (await held()).id)
    const said = new Map(
      accounts.map(({ accountId, capabilities, protections }) => [
        accountId,
        capabilities.length > 0 ? capabilities : protections.map(({ obstacle }) => obstacle),
      ]),
    )
    expect(
      [due, reviewed, exempt, unreached, extended, untold, answered].map((id) => said.get(id ?? '')),
    ).toEqual([
      ['payouts'],
      ['awaiting_review'],
      ['exempt'],
      ['unreachable'],
      ['not_overdue'],
      ['too_few_notices'],
      [],
    ])
  })

  it('is refused when the list has grown since it was read', async () => {
    await overdueMerchants(db, 5)
    await sweep()
    const { version, accounts } = await held()
    await overdueMerchants(db, 2)
    await sweep(LATER)
    expect(await held()).toMatchObject({ accounts: 7, version: 2 })
    await expect(release(officer, { version, accounts, typed: accounts })).rejects.toMatchObject({
      kind: 'Conflict',
      code: 'batch.grown',
      facts: { count: 7 },
    })
    expect(await officersMailed()).toHaveLength(2)
  })

  it('is refused to the author of the rules, in the code and in the database', async () => {
    await overdueMerchants(db, 5)
    await changeRules(
      sweepContext(db, AT),
      { breaker: { accounts: 4, share: 0 } },
      {
        ...officer,
        role: 'administrator',
      },
    )
    await sweep()
    await expect(release(officer)).rejects.toMatchObject({
      kind: 'PreconditionFailed',
      code: 'batch.policyAuthor',
    })
    expect((await readHeldBatch(desk()))?.bar).toBe('policyAuthor')
    const { id } = await held()
    await expect(
      write(sweepContext(db, AT), (tx) =>
        HeldBatch.query(tx.db)
          .findById(id)
          .patch({ status: 'released', closedAt: new Date(AT), closedBy: officer.userId, note: 'x' }),
      ),
    ).rejects.toThrow(/author of a policy/)
    await release(second)
  })

  it('is refused to who asked for the documents of more than half of the list', async () => {
    const merchants = await overdueMerchants(db, 5)
    const mine = (count: number) =>
      write(sweepContext(db, AT), (tx) =>
        Requirement.query(tx.db)
          .patch({ requestedBy: officer.userId })
          .whereIn(
            'accountId',
            merchants.slice(0, count).map(({ accountId }) => accountId),
          ),
      )
    await sweep()
    await mine(3)
    await expect(release(officer)).rejects.toMatchObject({ code: 'batch.askedByYou' })
    await write(sweepContext(db, AT), (tx) => Requirement.query(tx.db).patch({ requestedBy: null }))
    await mine(2)
    await release(officer)
  })

  it('wants the number typed, an officer, and a batch that is held', async () => {
    await overdueMerchants(db, 5)
    await sweep()
    await expect(release(officer, { typed: 6 })).rejects.toMatchObject({ code: 'batch.otherNumber' })
    await expect(release(officer, { batchId: officer.userId })).rejects.toMatchObject({ kind: 'NotFound' })
    const administrator = (await addPerson(sweepContext(db, AT), { role: 'administrator' })).actor
    await expect(release(administrator)).rejects.toMatchObject({ kind: 'Forbidden' })
    const { id: batchId, version, accounts } = await held()
    await release()
    await expect(
      releaseBatch(desk(second), { batchId, version, accounts, typed: accounts, note: NOTE }),
    ).rejects.toMatchObject({ kind: 'Conflict', code: 'batch.alreadyClosed' })
  })

  it('and a dismissal at the same moment: one of them counts', async () => {
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    const { id: batchId } = await held()
    const results = await Promise.allSettled([
      release(officer),
      release(second),
      dismissBatch(desk(second), { batchId, note: NOTE }),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [status] = await batches()
    await sweep(LATER)
    expect(await restricted(merchants)).toBe(status === 'released' ? 5 : 0)
  })

  it('beside a run: acted on by that run or by the next, never lost and never twice', async () => {
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    await Promise.all([release(), sweep(LATER), sweep(LATER)])
    await Promise.all([sweep('2026-02-18T23:21:00Z'), sweep('2026-02-18T23:21:00Z')])
    expect(await restricted(merchants)).toBe(5)
    expect(await batches()).toEqual(['released'])
    const told = await Mail.query(db).where({ template: 'account_restricted' })
    expect(told).toHaveLength(5)
  })

  it('queues the run that acts on it', async () => {
    await overdueMerchants(db, 5)
    await sweep()
    await release()
    const jobs = await rows(db, `select 1 from graphile_worker.jobs where task_identifier = 'sweep'`)
    expect(jobs).toHaveLength(1)
  })

  it('given under rules that changed before its run lets nothing through', async () => {
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    await release()
    await changeRules(sweepContext(db, AT), { breaker: { accounts: 2, share: 0 } })
    expect(await sweep(LATER)).toMatchObject({ held: { accounts: 5, mostAccounts: 2 } })
    expect(await restricted(merchants)).toBe(0)
    expect(await batches()).toEqual(['passed', 'held'])
  })

  it('has a list that nobody can lengthen afterwards', async () => {
    await overdueMerchants(db, 5)
    const [other] = await addMerchants(db, 1)
    await sweep()
    const { id: batchId } = await held()
    await release()
    await expect(
      transaction(db, (trx) =>
        trx.raw(`insert into held_batch_entries values (?, ?, 'payments')`, [
          batchId,
          other?.accountId ?? '',
        ]),
      ),
    ).rejects.toThrow(/only grows/)
    await expect(transaction(db, (trx) => trx.raw(`delete from held_batch_entries`))).rejects.toThrow(
      /only grows/,
    )
  })
})

describe('beside the closing of an account on the list', () => {
  type Place = 'first' | 'second'
  const shut =
    ([closed]: readonly Merchant[]): Deed =>
    (ctx) =>
      closeAccount(ctx, { accountId: closed?.accountId ?? '', reason: 'Fin de contrat.' })
  const eventsOf = async (accountId = '') =>
    (
      await rows<{ type: string }>(
        db,
        `select type from account_events where account_id = :accountId order by seq`,
        { accountId },
      )
    ).map(({ type }) => type)

  it.each<Place>(['first', 'second'])('a release spares it; the closing comes %s', async (closing) => {
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    const { id: batchId, version, accounts } = await held()
    const free: Deed = (ctx) => releaseBatch(ctx, { batchId, version, accounts, typed: accounts, note: NOTE })
    const deeds = [shut(merchants), free] as const
    const [one, other] = closing === 'first' ? deeds : ([...deeds].reverse() as [Deed, Deed])
    const done = await overlap(desk(), one, other)
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    await sweep(LATER)
    await sweep(LATER)
    expect(await restricted(merchants.slice(1))).toBe(4)
    expect(await eventsOf(merchants[0]?.accountId)).toEqual(['account.closed'])
    expect(await listClosedBatches(desk())).toMatchObject([{ status: 'released', isWaiting: false }])
  })

  it.each<Place>(['first', 'second'])('the run of a release ends; the closing comes %s', async (closing) => {
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    await release()
    const run: Deed = (ctx) => runSweep({ ...ctx, actor: system('sweep') })
    const deeds = [shut(merchants), run] as const
    const [one, other] = closing === 'first' ? deeds : ([...deeds].reverse() as [Deed, Deed])
    const done = await overlap(desk(officer, LATER), one, other)
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect(await restricted(merchants.slice(1))).toBe(4)
    expect(await restricted(merchants.slice(0, 1))).toBe(0)
    const before = closing === 'first' ? [] : ['account.restricted']
    expect(await eventsOf(merchants[0]?.accountId)).toEqual([...before, 'account.closed'])
    expect(await listClosedBatches(desk())).toMatchObject([{ status: 'released', isWaiting: false }])
    expect((await sweep('2026-02-18T23:21:00Z')).restrictions).toEqual([])
    expect((await verifyAudit(sweepContext(db, LATER))).ok).toBe(true)
  })

  it('of all of them, nothing is left to release: the next run passes the batch', async () => {
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    for (const one of merchants) await shut([one])(desk())
    expect(await readHeldBatch(desk())).toMatchObject({ accounts: 5, stillDue: 0 })
    await sweep(LATER)
    expect(await batches()).toEqual(['passed'])
  })
})

describe('a dismissal', () => {
  it('closes the batch; a run that still finds the same holds again', async () => {
    const merchants = await overdueMerchants(db, 5)
    await sweep()
    const { id: batchId } = await held()
    await dismissBatch(desk(), { batchId, note: NOTE })
    await expect(dismissBatch(desk(), { batchId, note: NOTE })).rejects.toMatchObject({ kind: 'Conflict' })
    await sweep(LATER)
    expect(await batches()).toEqual(['dismissed', 'held'])
    expect(await officersMailed()).toHaveLength(4)
    expect(await restricted(merchants)).toBe(0)
  })
})
