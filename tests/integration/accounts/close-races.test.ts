import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it, test } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { verifyAudit } from '#app/domain/audit/verify.ts'
import { followDelivery } from '#app/domain/contacts/follow-delivery.ts'
import { markReached } from '#app/domain/contacts/mark-reached.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { recordSubmission } from '#app/domain/submissions/record-submission.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import { Restriction } from '#db/models/restrictions.ts'
import { ContactTask } from '#db/models/tasks.ts'
import { widenBreaker } from '#tests/factories/breaker.ts'
import { ask, DEADLINE, openRestrictions, sweepContext, TOLD } from '#tests/factories/overdue.ts'
import { confirm, openOf, outcomes, prepare, work } from '#tests/factories/request-batch.ts'
import { makeScene, type Scene } from '#tests/factories/requirement.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const AT = '2026-03-10T09:00:00.000Z'
beforeAll(() => widenBreaker(database.db))

type Deed = (ctx: Context) => Promise<unknown>

/**
 * Does both, the second one while the first one's transaction is still open: it has come to where it must wait, or has
 * gone by, before the first one commits. What became of each.
 */
async function overlap(ctx: Context, first: Deed, second: Deed): Promise<PromiseSettledResult<unknown>[]> {
  const done = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const held = withTransaction(ctx, async (tx) => {
    await first(tx)
    done.resolve()
    await release.promise
  })
  await done.promise
  let over = false
  const beside = Promise.resolve(second(ctx)).finally(() => {
    over = true
  })
  beside.catch(() => {})
  await expect.poll(async () => over || (await somebodyWaits())).toBe(true)
  release.resolve()
  return Promise.allSettled([held, beside])
}

const somebodyWaits = async () =>
  (
    await rows(
      database.db,
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).length > 0

/** What meets a closing, how it is set up, and how each of the two orders ends. */
interface Meeting {
  set(scene: Scene): Promise<Deed>
  /** It came first. */
  before(scene: Scene): Promise<unknown>
  /** The closing came first: what the other is told, or undefined. */
  refusal?: string
  after?(scene: Scene): Promise<unknown>
}

const merchant = ({ account }: Scene) => ({ accountId: account.id, email: '' })
const as = ({ as, officer }: Scene) => as(officer, AT)
const asked = (scene: Scene) =>
  rows<{ status: string }>(database.db, 'select status from requirements where account_id = :id order by 1', {
    id: scene.account.id,
  })
const answered = (scene: Scene) =>
  rows<{ status: string }>(database.db, 'select status from submissions where account_id = :id', {
    id: scene.account.id,
  })
let batch = ''

const MEETINGS: Record<string, Meeting> = {
  'an upload': {
    async set(scene) {
      const requirementId = await scene.request()
      const { member } = scene
      const file = { name: 'rib.pdf', side: 'whole', mediaType: 'application/pdf', bytes: 9 } as const
      const files = [{ ...file, sha256: 'a'.repeat(64), storageKey: `.incoming/${randomUUID()}` }]
      const answer = { requirementId, submitKey: randomUUID(), files, member }
      return (ctx) => recordSubmission({ ...ctx, actor: member }, answer)
    },
    async before(scene) {
      expect(await answered(scene)).toEqual([{ status: 'superseded' }])
    },
    refusal: 'upload.accountClosed',
    async after(scene) {
      expect(await answered(scene)).toEqual([])
    },
  },
  'an approval': {
    async set(scene) {
      const { account, member } = scene
      const { submission } = await addWaiting(as(scene), { account, member })
      return (ctx) =>
        approveSubmission(ctx, { submissionId: submission.id, version: 1, issuedOn: '2026-03-01' })
    },
    async before(scene) {
      expect(await asked(scene)).toEqual([{ status: 'approved' }])
    },
    refusal: 'review.accountClosed',
    async after(scene) {
      expect(await asked(scene)).toEqual([{ status: 'cancelled' }])
    },
  },
  'a sweep': {
    async set(scene) {
      await ask(database.db, [merchant(scene)], { deadline: DEADLINE, notices: TOLD })
      return (ctx) => runSweep({ ...ctx, actor: system('sweep') })
    },
    async before({ account }) {
      const imposed = await Restriction.query(database.db).where({ accountId: account.id })
      expect(imposed.map(({ liftingReason }) => liftingReason)).toEqual(['account_closed', 'account_closed'])
    },
    async after({ account }) {
      expect(await Restriction.query(database.db).where({ accountId: account.id })).toEqual([])
    },
  },
  'a bulk request': {
    async set(scene) {
      batch = await prepare(as(scene), { search: scene.account.siren })
      await confirm(as(scene), batch)
      return ({ db }) => work(db, batch)
    },
    async before(scene) {
      expect(await asked(scene)).toEqual([{ status: 'cancelled' }])
    },
    async after({ account }) {
      expect(await outcomes(database.db, batch)).toEqual({ [account.id]: 'skipped closed' })
    },
  },
  'somebody reached': {
    async set(scene) {
      await ask(database.db, [merchant(scene)], { deadline: DEADLINE, notices: [null] })
      const [mail] = await rows<{ id: string }>(database.db, 'select id from mails where account_id = :id', {
        id: scene.account.id,
      })
      await withTransaction(as(scene), (tx) => followDelivery(tx, mail?.id ?? '', false))
      const { id } = await ContactTask.query(database.db)
        .findOne({ accountId: scene.account.id })
        .throwIfNotFound()
      return (ctx) => markReached(ctx, { taskId: id, note: 'Au téléphone.' })
    },
    async before({ account }) {
      const task = await ContactTask.query(database.db).findOne({ accountId: account.id })
      expect(task?.outcome).toBe('reached_otherwise')
    },
    refusal: 'task.alreadyClosed',
  },
  'a second click': {
    set:
      async ({ account }) =>
      (ctx) =>
        closeAccount(ctx, { accountId: account.id, reason: 'Fin.' }),
    before: async () => {},
    refusal: 'account.alreadyClosed',
  },
}

test.each(Object.entries(MEETINGS))('a closing beside %s, whichever is first', async (name, meeting) => {
  for (const closingIsFirst of [false, true]) {
    const scene = await makeScene(database.db)
    const { account } = scene
    const deed = await meeting.set(scene)
    const close: Deed = (ctx) => closeAccount(ctx, { accountId: account.id, reason: 'Fin de contrat.' })
    const [first, second] = closingIsFirst ? [close, deed] : [deed, close]
    const outcomes = await overlap(as(scene), first, second)
    const refused = outcomes.flatMap((one) =>
      one.status === 'rejected' ? [one.reason.code ?? one.reason] : [],
    )
    const isRefused = meeting.refusal && (closingIsFirst || name === 'a second click')
    expect(refused).toEqual(isRefused ? [meeting.refusal] : [])
    await (closingIsFirst ? meeting.after : meeting.before)?.(scene)

    const closed = await Account.query(database.db).findById(account.id)
    expect(closed?.closedAt).toEqual(new Date(AT))
    expect(await openOf(database.db, account.id)).toEqual([])
    expect(await openRestrictions(database.db, account.id)).toEqual({})
    const told = await rows(
      database.db,
      `select 1 from account_events where account_id = :id and type = 'account.closed'`,
      { id: account.id },
    )
    expect(told).toHaveLength(1)
  }
})

it('leaves chains that hold', async () => {
  expect(await verifyAudit(sweepContext(database.db, AT))).toMatchObject({ ok: true })
})
