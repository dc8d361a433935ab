import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it, test } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { reopenAccount } from '#app/domain/accounts/reopen-account.ts'
import { verifyAudit } from '#app/domain/audit/verify.ts'
import { followDelivery } from '#app/domain/contacts/follow-delivery.ts'
import { markReached } from '#app/domain/contacts/mark-reached.ts'
import { withTransaction } from '#app/domain/context.ts'
import { extendDeadline } from '#app/domain/extensions/extend-deadline.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { recordSubmission } from '#app/domain/submissions/record-submission.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows } from '#db/client.ts'
import { Account } from '#db/models/access.ts'
import { Restriction } from '#db/models/restrictions.ts'
import { ContactTask } from '#db/models/tasks.ts'
import { widenBreaker } from '#tests/factories/breaker.ts'
import { ask, DEADLINE, openRestrictions, sweepContext, TOLD } from '#tests/factories/overdue.ts'
import { confirm, openOf, outcomes, prepare, work } from '#tests/factories/request-batch.ts'
import { addDocument, makeScene, type Scene } from '#tests/factories/requirement.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { type Deed, overlap } from '#tests/setup/overlap.ts'

const database = useDatabase()
const AT = '2026-03-10T09:00:00.000Z'
beforeAll(() => widenBreaker(database.db))

/** What meets a closing, how it is set up, and how each of the two orders ends. */
interface Meeting {
  set(scene: Scene): Promise<Deed>
  /** It came first. */
  before(scene: Scene): Promise<unknown>
  /** The closing came first: what the other is told, or undefined. */
  refusal?: string
  after?(scene: Scene): Promise<unknown>
}

const eventsOf = async (accountId: string) =>
  (
    await rows<{ type: string }>(
      database.db,
      `select type from account_events where account_id = :accountId and type like 'account.%' order by seq`,
      { accountId },
    )
  ).map(({ type }) => type)
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
  'a rejection': {
    async set(scene) {
      const { account, member } = scene
      const { submission } = await addWaiting(as(scene), { account, member })
      return (ctx) =>
        rejectSubmission(ctx, { submissionId: submission.id, version: 1, reasonCodes: ['not_readable'] })
    },
    async before(scene) {
      expect(await answered(scene)).toEqual([{ status: 'rejected' }])
    },
    refusal: 'review.accountClosed',
    async after(scene) {
      expect(await answered(scene)).toEqual([{ status: 'superseded' }])
    },
  },
  'a waiver': {
    async set(scene) {
      const requirementId = await scene.request()
      return (ctx) => waiveRequirement(ctx, { requirementId, reason: 'Plus nécessaire.' })
    },
    async before(scene) {
      expect(await asked(scene)).toEqual([{ status: 'waived' }])
    },
    refusal: 'requirement.alreadyClosed',
    async after(scene) {
      expect(await asked(scene)).toEqual([{ status: 'cancelled' }])
    },
  },
  'an extension that reinstates': {
    async set(scene) {
      const [requirementId = ''] = await ask(database.db, [merchant(scene)], {
        deadline: DEADLINE,
        notices: TOLD,
      })
      await runSweep(sweepContext(database.db, AT))
      expect(Object.keys(await openRestrictions(database.db, scene.account.id))).toHaveLength(2)
      return (ctx) =>
        extendDeadline(ctx, { requirementId, days: 30, reason: 'Délai accordé.', reinstate: true })
    },
    async before({ account }) {
      expect(await eventsOf(account.id)).toEqual([
        'account.restricted',
        'account.reinstated',
        'account.closed',
      ])
    },
    refusal: 'requirement.alreadyClosed',
    async after({ account }) {
      expect(await eventsOf(account.id)).toEqual(['account.restricted', 'account.closed'])
    },
  },
  'a renewal': {
    async set(scene) {
      await addDocument(scene, { documentType: 'identity_document', expiresOn: '2026-03-20' })
      return (ctx) => renew({ ...ctx, actor: system('renew') })
    },
    async before(scene) {
      expect(await asked(scene)).toEqual([{ status: 'approved' }, { status: 'cancelled' }])
    },
    async after(scene) {
      expect(await asked(scene)).toEqual([{ status: 'approved' }])
    },
  },
  'a decision to withhold': {
    async set({ account }) {
      return (ctx) =>
        restrictManually(ctx, {
          accountId: account.id,
          capabilities: ['payouts'],
          cause: 'manual',
          reason: 'Contrôle.',
        })
    },
    async before({ account }) {
      expect(await openRestrictions(database.db, account.id)).toEqual({ 'payouts manual': [] })
    },
    refusal: 'account.closed',
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
    const overdue = Object.keys(await openRestrictions(database.db, account.id)).filter((one) =>
      one.endsWith('documents_overdue'),
    )
    expect(overdue).toEqual([])
    expect((await eventsOf(account.id)).filter((type) => type === 'account.closed')).toHaveLength(1)
  }
})

/** What comes while a reopening is under way. */
const RETURNS: Record<string, { deed(scene: Scene): Deed; refusal?: string }> = {
  'a second click': {
    deed:
      ({ account }) =>
      (ctx) =>
        reopenAccount(ctx, { accountId: account.id, reason: 'Retour.' }),
    refusal: 'account.notClosed',
  },
  'what is missing, asked': {
    deed:
      ({ account }) =>
      (ctx) =>
        requestMissing(ctx, { accountId: account.id }),
  },
  'a sweep': { deed: () => (ctx) => runSweep({ ...ctx, actor: system('sweep') }) },
  'a renewal': { deed: () => (ctx) => renew({ ...ctx, actor: system('renew') }) },
}

test.each(Object.entries(RETURNS))(
  'a reopening, and %s beside it, ask once and give nothing back twice',
  async (_, meeting) => {
    const scene = await makeScene(database.db)
    const { account } = scene
    await ask(database.db, [merchant(scene)], { deadline: DEADLINE, notices: TOLD })
    await runSweep(sweepContext(database.db, AT))
    await closeAccount(as(scene), { accountId: account.id, reason: 'Fin.' })
    const [reopened, beside] = await overlap(
      as(scene),
      (ctx) => reopenAccount(ctx, { accountId: account.id, reason: 'Retour.' }),
      meeting.deed(scene),
    )
    expect(reopened?.status).toBe('fulfilled')
    const refusal = beside?.status === 'rejected' ? beside.reason.code : undefined
    expect(refusal).toBe(meeting.refusal)
    expect(await openOf(database.db, account.id)).toEqual([
      'articles_of_association',
      'bank_details',
      'beneficial_owners',
      'company_registration',
      'identity_document Jeanne Dupont',
    ])
    expect(await openRestrictions(database.db, account.id)).toEqual({})
    expect(await eventsOf(account.id)).toEqual(['account.restricted', 'account.closed', 'account.reopened'])
  },
)

it('leaves chains that hold', async () => {
  expect(await verifyAudit(sweepContext(database.db, AT))).toMatchObject({ ok: true })
})
