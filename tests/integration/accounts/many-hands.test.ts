import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { type Actor, system, type UserActor } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { reopenAccount } from '#app/domain/accounts/reopen-account.ts'
import { updateAccount } from '#app/domain/accounts/update-account.ts'
import { verifyAudit } from '#app/domain/audit/verify.ts'
import type { Context } from '#app/domain/context.ts'
import { isDomainError } from '#app/domain/errors.ts'
import { askExtension } from '#app/domain/extensions/ask-extension.ts'
import { confirmExtension } from '#app/domain/extensions/decide-extension.ts'
import { extendDeadline } from '#app/domain/extensions/extend-deadline.ts'
import { settleOutages } from '#app/domain/outages/settle-outages.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { requestReview } from '#app/domain/renewals/request-review.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { liftManually } from '#app/domain/restrictions/lift-manually.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { setCapability } from '#app/domain/restrictions/set-capability.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { recordSubmission } from '#app/domain/submissions/record-submission.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { rows } from '#db/client.ts'
import { User } from '#db/models/access.ts'
import { makeApiKey } from '#tests/factories/api.ts'
import { widenBreaker } from '#tests/factories/breaker.ts'
import { createPublisher, makeComponent } from '#tests/factories/component.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { addMerchants, ask } from '#tests/factories/overdue.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { askMany } from '#tests/factories/request-batch.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

const HANDS = 9
const ACTS = 900

it('nobody waits for each other for ever, and what the outside was told last is true', async () => {
  const { db } = database
  await widenBreaker(db)
  let now = Date.parse('2026-03-10T09:00:00Z')
  const at = () => {
    now += 1000
    return new Date(now).toISOString()
  }
  const as = (actor: Actor): Context => deskContext(db, actor, at())
  const cron = () => as(system('sweep'))
  const asker = await addUser(cron(), 'officer')
  const second = await addUser(cron(), 'officer')
  const administrator = await addUser(cron(), 'administrator')
  const publisher = await createPublisher(db)
  const key = {
    kind: 'api_key',
    keyId: (await makeApiKey(cron())).id,
    livemode: true,
    scopes: ['accounts:write', 'capabilities:write'],
  } as unknown as Actor
  const portal = await makeComponent(as(publisher), { neededToSubmitDocuments: true })
  const merchants = await addMerchants(db, 3, { declared: { representative: 'Jeanne Dupont' } })
  const told = (day: number) => [`2026-01-0${day}T09:00:00Z`, `2026-02-0${day}T09:00:00Z`]
  await ask(db, merchants, { deadline: '2026-02-13', documentType: 'bank_details', notices: told(5) })
  await ask(db, merchants, { deadline: '2026-02-20', documentType: 'company_registration', notices: told(6) })
  await ask(db, merchants, { deadline: '2026-03-20', documentType: 'beneficial_owners', notices: told(7) })

  const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T
  const accountId = () => pick(merchants).accountId
  const officer = () => as(pick([asker, second]))
  const one = async <T extends object>(sql: string) =>
    (await rows<T>(db, `${sql} order by random() limit 1`))[0]
  const open = () =>
    one<{ id: string; accountId: string }>('select id, account_id from requirements where closed_at is null')
  const waiting = () =>
    one<{ id: string; version: number }>(`select id, version from submissions where status = 'in_review'`)

  async function send() {
    const requirement = await open()
    if (!requirement) return
    const { id: requirementId } = requirement
    const user = await User.query(db).findOne({ accountId: requirement.accountId }).throwIfNotFound()
    const member = { kind: 'user', userId: user.id, role: 'member', accountId: user.accountId } as UserActor
    const file = { side: 'whole', name: 'rib.pdf', mediaType: 'application/pdf', bytes: 9 } as const
    const { submissionId } = await recordSubmission(as(member), {
      requirementId,
      submitKey: randomUUID(),
      files: [{ ...file, sha256: 'a'.repeat(64), storageKey: `documents/${randomUUID()}` } as never],
      member,
    })
    // As intake does, once it has looked at the files.
    await write(cron(), async (tx) => {
      await tx.db('requirements').where({ id: requirementId }).forNoKeyUpdate()
      const taken = await tx
        .db('submissions')
        .where({ id: submissionId, status: 'submitted' })
        .update({ status: 'in_review', version: tx.db.raw('version + 1') })
      if (taken > 0) await tx.db('requirements').where({ id: requirementId }).update({ status: 'in_review' })
    })
  }

  const acts: (() => Promise<unknown>)[] = [
    send,
    send,
    async () => {
      const found = await waiting()
      const dates = { issuedOn: '2026-03-01' }
      if (found)
        await approveSubmission(officer(), { submissionId: found.id, version: found.version, ...dates })
    },
    async () => {
      const found = await waiting()
      const why = { reasonCodes: ['expired'] as const }
      if (found) await rejectSubmission(officer(), { submissionId: found.id, version: found.version, ...why })
    },
    async () => {
      const found = await open()
      if (found) await waiveRequirement(officer(), { requirementId: found.id, reason: 'Un geste.' })
    },
    async () => {
      const found = await open()
      if (found) await extendDeadline(officer(), { requirementId: found.id, days: 1, reason: 'Un jour.' })
    },
    async () => {
      const found = await open()
      const more = { days: 60, reason: 'Chez le notaire.' }
      if (found) await askExtension(as(asker), { requirementId: found.id, ...more })
    },
    async () => {
      const found = await one<{ id: string }>(`select id from long_extensions where status = 'asked'`)
      if (found) await confirmExtension(as(second), found.id)
    },
    () => requestMissing(officer(), { accountId: accountId() }),
    () => requestReview(officer(), { accountId: accountId(), why: 'Un nouveau gérant.' }),
    () =>
      requestRequirement(officer(), {
        accountId: accountId(),
        documentType: pick(['bank_details', 'company_registration', 'articles_of_association']),
        why: 'Encore une fois.',
        deadline: '2026-12-01',
      }),
    () => askMany(as(asker), { documentTypes: ['bank_details', 'articles_of_association'], why: 'Encore.' }),
    () =>
      setCapability(as(key), {
        accountId: accountId(),
        capability: pick(['payments', 'payouts']),
        status: pick(['active', 'inactive']),
        reason: 'Un essai.',
      }),
    () =>
      restrictManually(officer(), {
        accountId: accountId(),
        capabilities: ['payments', 'payouts'],
        cause: pick(['manual', 'fraud', 'asset_freeze']),
        reason: 'Un essai.',
      }),
    async () => {
      const found = await one<{ id: string; accountId: string }>(
        'select id, account_id from restrictions where lifted_at is null',
      )
      const of = found && { restrictionId: found.id, accountId: found.accountId }
      if (of) await liftManually(officer(), { ...of, reason: 'Un essai.' })
    },
    () => updateAccount(as(key), { accountId: accountId(), department: pick(['75', '67', '974']) }),
    () => closeAccount(pick([officer(), as(key)]), { accountId: accountId(), reason: 'Un essai.' }),
    // Twice as often: most of the time there is somebody to do something about.
    ...Array(2).fill(() => reopenAccount(officer(), { accountId: accountId(), reason: 'Un essai.' })),
    () => runSweep(cron(), { batchAccounts: 2 }),
    () => settleOutages(cron()),
    () => renew(cron()),
    () => changeRules(cron(), { deadlineDays: pick([20, 25, 30, 35]) }, administrator),
    async () => {
      const incidentId = await makeIncident(as(publisher), { [portal]: 'major_outage' })
      now += 3_600_000
      await resolveIncident(as(publisher), incidentId)
    },
  ]

  const unexpected: unknown[] = []
  let left = ACTS
  const hand = async () => {
    while (left-- > 0) {
      try {
        await pick(acts)()
      } catch (error) {
        if (!isDomainError(error)) unexpected.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: HANDS }, hand))

  expect(unexpected).toEqual([])
  const lastTold = await rows(
    db,
    `select distinct on (e.account_id) e.account_id, e.data -> 'capabilities' as told from account_events e
      where e.type like 'account.%' order by e.account_id, e.seq desc`,
  )
  for (const { accountId, told: last } of lastTold as { accountId: string; told: Record<string, string> }[]) {
    const withheld = await rows<{ capability: string }>(
      db,
      `select capability from restrictions where account_id = :accountId and lifted_at is null
       union select unnest(array['payments', 'payouts']) from accounts where id = :accountId and closed_at is not null`,
      { accountId },
    )
    const works = (capability: string) =>
      withheld.some((open) => open.capability === capability) ? 'inactive' : 'active'
    expect(last).toEqual({ payments: works('payments'), payouts: works('payouts') })
  }
  const baseless = await rows(
    db,
    `select r.id from restrictions r where r.cause = 'documents_overdue' and r.lifted_at is null
        and not exists (select from restriction_requirements rr join requirements q on q.id = rr.requirement_id
          where rr.restriction_id = r.id and q.closed_at is null)`,
  )
  expect(baseless).toEqual([])
  const outlived = await rows(
    db,
    `select a.id from accounts a where a.closed_at is not null and (exists (select from requirements q
          where q.account_id = a.id and q.closed_at is null)
        or exists (select from submissions s where s.account_id = a.id and s.status in ('submitted', 'in_review')))`,
  )
  expect(outlived).toEqual([])
  expect(await verifyAudit(as(system('audit')))).toMatchObject({ ok: true })
}, 120_000)
