import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { UserActor } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { reopenAccount } from '#app/domain/accounts/reopen-account.ts'
import { updateAccount } from '#app/domain/accounts/update-account.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { isDomainError } from '#app/domain/errors.ts'
import { extendDeadline } from '#app/domain/extensions/extend-deadline.ts'
import { settleOutages } from '#app/domain/outages/settle-outages.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { requestReview } from '#app/domain/renewals/request-review.ts'
import { replayActs } from '#app/domain/replay/replay-acts.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { recordSubmission } from '#app/domain/submissions/record-submission.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { type Database, rows } from '#db/client.ts'
import { Mail } from '#db/models/mail.ts'
import { Requirement, Submission } from '#db/models/requirements.ts'
import { addAccount } from '#tests/factories/account.ts'
import { widenBreaker } from '#tests/factories/breaker.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { sweepContext } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { addUser } from '#tests/factories/user.ts'
import { createTestDatabase } from '#tests/setup/database.ts'

const BEGIN = Date.parse('2026-03-02T09:00:00Z')
/** Days on which everybody does something, and the jobs of the night follow. */
const DAYS = [0, 17, 31, 36, 43, 50, 75, 110]
const MERCHANTS = 25

const DEEDS = [
  ...(['nothing', 'ask', 'review', 'answer', 'approve', 'reject', 'extend', 'waive', 'move'] as const),
  ...(['close', 'reopen'] as const),
] as const
const merchant = fc.record({
  legalForm: fc.constantFrom('sole_trader' as const, 'company' as const, 'association' as const),
  risk: fc.constantFrom('standard' as const, 'high' as const),
  department: fc.constantFrom('75', '67', '971', '2A'),
  /** Each day some deeds, and with which of what is open. */
  days: fc.array(
    fc.array(fc.record({ deed: fc.constantFrom(...DEEDS), place: fc.nat(4) }), {
      minLength: 1,
      maxLength: 3,
    }),
    { minLength: DAYS.length, maxLength: DAYS.length },
  ),
})
const history = fc.record({
  merchants: fc.array(merchant, { minLength: MERCHANTS, maxLength: MERCHANTS }),
  /** On which days the portal was down for a while, and the rules changed. */
  outages: fc.uniqueArray(fc.constantFrom(...DAYS.keys()), { maxLength: 3 }),
  rules: fc.uniqueArray(fc.constantFrom(...DAYS.keys()), { maxLength: 2 }),
})
type Merchant = typeof merchant extends fc.Arbitrary<infer T> ? T : never
type History = typeof history extends fc.Arbitrary<infer T> ? T : never

type Deed = Merchant['days'][number][number]
const deeds = (days: Record<number, Deed[]>): Merchant => ({
  legalForm: 'sole_trader',
  risk: 'standard',
  department: '75',
  days: DAYS.map((day) => days[day] ?? [{ deed: 'nothing', place: 0 }]),
})
const deed = (name: Deed['deed'], place = 0): Deed => ({ deed: name, place })

/** What every kind of act comes from; drawn histories may miss any of them. */
const WRITTEN: History = {
  merchants: [
    // Nothing comes until all of it is waived: reminded, restricted, reinstated.
    deeds({ 0: [deed('ask')], 75: Array(3).fill(deed('waive')), 110: Array(3).fill(deed('waive')) }),
    // An identity document that runs out 50 days later; the next one, refused, then approved.
    deeds({
      0: [deed('ask')],
      17: [deed('answer', 1), deed('approve', 1)],
      50: [deed('answer', 1), deed('reject')],
      75: [deed('answer', 1), deed('approve', 3)],
    }),
    // Closed while it is withheld for what is late, and open again.
    deeds({ 0: [deed('ask')], 50: [deed('close')], 75: [deed('reopen')] }),
  ],
  outages: [1],
  rules: [2],
}

const everyActFollows = async (told: History): Promise<Set<string>> => {
  const { db, drop } = await createTestDatabase()
  try {
    await play(db, told)
    const { listed, withoutInputs } = await replayActs(sweepContext(db, new Date(BEGIN).toISOString()))
    expect({ listed, withoutInputs }).toEqual({ listed: [], withoutInputs: 0 })
    return await kindsIn(db)
  } finally {
    await drop()
  }
}

it('each kind of automatic act follows again from what was stored with it', async () => {
  const kinds = await everyActFollows(WRITTEN)
  for (const kind of [
    ...['requested', 'reminder', 'restricted', 'reinstated'].map((one) => `notice.sent ${one}`),
    ...['started', 'set', 'paused', 'resumed', 'extended'].map((one) => `requirement.clock_${one}`),
    ...['requirement.requested', 'document.accepted', 'restriction.imposed', 'restriction.lifted'],
  ]) {
    expect(kinds).toContain(kind)
  }
})

it('whatever happened, each automatic act follows again from what was stored with it', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (told) => {
      await everyActFollows(told)
    }),
    { numRuns: 3 },
  )
}, 240_000)

const kindsIn = async (db: Database) => {
  const acts = await rows<{ kind: string }>(
    db,
    `select distinct concat_ws(' ', action, case action when 'notice.sent' then after ->> 'kind' end) as kind
      from audit_entries where after -> 'basis' is not null`,
  )
  return new Set(acts.map(({ kind }) => kind))
}

async function play(db: Database, { merchants, outages, rules }: History): Promise<void> {
  await widenBreaker(db)
  const publisher = await createPublisher(db)
  const desk = deskContext(db, await addUser(sweepContext(db, '2026-01-01T00:00:00Z'), 'officer'))
  const status = (time: string) => statusContext(db, publisher, time)
  const portal = await makeComponent(status(isoAt(0)), { neededToSubmitDocuments: true })
  const people = await Promise.all(
    merchants.map(async ({ legalForm, risk, department }) => {
      const ctx = sweepContext(db, '2025-01-01T00:00:00Z')
      const account = await addAccount(ctx, { legalForm, risk, department })
      return { accountId: account.id, member: await addUser(ctx, 'member', { accountId: account.id }) }
    }),
  )
  for (const [index, day] of DAYS.entries()) {
    const at = isoAt(day)
    if (rules.includes(index)) await changeRules(sweepContext(db, at), otherRules(index))
    for (const [place, { days }] of merchants.entries()) {
      for (const deed of days[index] ?? [])
        await act({ ...desk, ...sweepAt(db, at) }, desk.actor, people[place], deed)
    }
    await write(sweepContext(db, at), (tx) =>
      Mail.query(tx.db)
        .where({ status: 'queued' })
        .patch({ status: 'sent', sentAt: new Date(at) }),
    )
    if (outages.includes(index)) {
      const incident = await makeIncident(status(isoAt(day, 1)), { [portal]: 'major_outage' })
      await resolveIncident(status(isoAt(day, 7)), incident)
      await settleOutages(sweepContext(db, isoAt(day, 8)))
    }
    await renew(sweepContext(db, isoAt(day, 16)))
    await runSweep(sweepContext(db, isoAt(day, 23)))
  }
}

const isoAt = (day: number, hours = 0) => new Date(BEGIN + day * DAY_MS + hours * 3_600_000).toISOString()
const sweepAt = (db: Database, at: string) => ({ clock: sweepContext(db, at).clock })

/** Other ones each time. */
const otherRules = (index: number) => ({
  deadlineDays: 20 + index,
  reminderDays: [10 + index, 5, 0],
  floorDays: 8 + index,
  ladder: [{ after: { days: index }, withhold: ['payouts' as const] }],
})

interface Person {
  accountId: string
  member: UserActor
}

/** Does it where it can be done: what the domain refuses has not happened. */
async function act(
  ctx: Context,
  officer: Context['actor'],
  person: Person | undefined,
  { deed, place }: { deed: (typeof DEEDS)[number]; place: number },
): Promise<void> {
  if (!person) return
  try {
    await DO[deed]({ ...ctx, actor: officer }, person, place)
  } catch (error) {
    if (!isDomainError(error)) throw error
  }
}

const openOf = async (ctx: Context, { accountId }: Person, place: number) => {
  const open = await Requirement.query(ctx.db)
    .where({ accountId })
    .whereNull('closedAt')
    .orderBy(['documentType', 'id'])
  return open[place % Math.max(1, open.length)]
}
const waitingOf = async (ctx: Context, { accountId }: Person, place: number) => {
  const waiting = await Submission.query(ctx.db)
    .where({ accountId, status: 'in_review' })
    .orderBy('submittedAt')
  return waiting[place % Math.max(1, waiting.length)]
}

const DO: Record<(typeof DEEDS)[number], (ctx: Context, person: Person, place: number) => Promise<unknown>> =
  {
    nothing: async () => undefined,
    ask: (ctx, { accountId }) => requestMissing(ctx, { accountId }),
    review: (ctx, { accountId }) => requestReview(ctx, { accountId, why: 'Nouveau dirigeant.' }),
    async answer(ctx, person, place) {
      const requirement = await openOf(ctx, person, place)
      if (!requirement) return
      const file = { name: 'a.pdf', side: 'whole' as const, mediaType: 'application/pdf' as const, bytes: 1 }
      const stored = { sha256: 'a'.repeat(64), storageKey: `.incoming/${randomUUID()}` }
      const { submissionId } = await recordSubmission(ctx, {
        ...{ requirementId: requirement.id, submitKey: randomUUID(), member: person.member },
        files: [{ ...file, ...stored }],
      })
      // As the worker hands it over.
      await write(ctx, async (tx) => {
        await Submission.query(tx.db).patch({ status: 'in_review' }).where({ id: submissionId })
        await Requirement.query(tx.db).patch({ status: 'in_review' }).where({ id: requirement.id })
      })
    },
    async approve(ctx, person, place) {
      const submission = await waitingOf(ctx, person, place)
      if (!submission) return
      const { documentType } = await Requirement.query(ctx.db)
        .findById(submission.requirementId)
        .throwIfNotFound()
      const issued = new Date(submission.submittedAt.getTime() - 5 * DAY_MS).toISOString().slice(0, 10)
      const expires = new Date(ctx.clock.now().getTime() + (20 + place * 30) * DAY_MS)
        .toISOString()
        .slice(0, 10)
      const dates = {
        identity_document: { expiresOn: expires },
        activity_licence: { expiresOn: expires },
        ...Object.fromEntries(
          ['company_registration', 'sirene_notice', 'beneficial_owners', 'proof_of_address'].map((type) => [
            type,
            { issuedOn: issued },
          ]),
        ),
      }[documentType]
      await approveSubmission(ctx, { submissionId: submission.id, version: submission.version, ...dates })
    },
    async reject(ctx, person, place) {
      const submission = await waitingOf(ctx, person, place)
      if (!submission) return
      const { id: submissionId, version } = submission
      await rejectSubmission(ctx, { submissionId, version, reasonCodes: ['not_readable'] })
    },
    async extend(ctx, person, place) {
      const requirement = await openOf(ctx, person, place)
      if (!requirement) return
      await extendDeadline(ctx, { requirementId: requirement.id, days: 3 + place, reason: 'Congés.' })
    },
    async waive(ctx, person, place) {
      const requirement = await openOf(ctx, person, place)
      if (!requirement) return
      await waiveRequirement(ctx, { requirementId: requirement.id, reason: 'Vu.' })
    },
    close: (ctx, { accountId }) => closeAccount(ctx, { accountId, reason: 'Fin de contrat.' }),
    reopen: (ctx, { accountId }) => reopenAccount(ctx, { accountId, reason: 'Il revient.' }),
    move: (ctx, { accountId }, place) =>
      updateAccount(
        {
          ...ctx,
          actor: {
            kind: 'api_key',
            keyId: randomUUID() as never,
            scopes: ['accounts:write'],
            livemode: true,
          },
        },
        { accountId, department: ['75', '67', '971', '2A', '974'][place] },
      ),
  }
