import { beforeEach, describe, expect, test } from 'vitest'
import { system, type UserActor } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import type { Context } from '#app/domain/context.ts'
import { cancelBatch } from '#app/domain/requests/cancel-batch.ts'
import { listItems } from '#app/domain/requests/list-items.ts'
import { readBatch } from '#app/domain/requests/read-batch.ts'
import { retryFailed } from '#app/domain/requests/retry-failed.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { affected, rows } from '#db/client.ts'
import { ClockEntry, Requirement } from '#db/models/requirements.ts'
import { Component } from '#db/models/status.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { addMerchants, noticesOf } from '#tests/factories/overdue.ts'
import { askMany, confirm, openOf, outcomes, prepare, work } from '#tests/factories/request-batch.ts'
import { addDocument, makeScene } from '#tests/factories/requirement.ts'
import { addAccount, addUser, deskContext, write } from '#tests/factories/review-scene.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let ctx: Context
let officer: UserActor

beforeEach(async () => {
  database = await createTestDatabase()
  officer = await addUser(deskContext(database.db, system('test')), 'officer', { name: 'Olive Officier' })
  ctx = deskContext(database.db, officer)
  return () => database.drop()
})

const auditOf = (accountId: string) =>
  rows<{ action: string; actorId: string }>(
    database.db,
    'select action, actor_id from audit_entries where account_id = :accountId order by id',
    { accountId },
  )

describe('asking', () => {
  test('leaves requirement, clock, audit and event as one request does, and one mail for three types', async () => {
    const [single, many] = await addMerchants(database.db, 2, { department: '57' })
    if (!single || !many) throw new Error('two accounts')
    await requestRequirement(ctx, {
      accountId: single.accountId,
      documentType: 'bank_details',
      message: 'Bonjour',
    })
    await askMany(ctx, { search: many.email, message: 'Bonjour' })
    const facts = async (accountId: string) => {
      const requirement = await Requirement.query(database.db).findOne({ accountId }).throwIfNotFound()
      const clock = await ClockEntry.query(database.db).where({ requirementId: requirement.id })
      const events = await rows<{ type: string }>(
        database.db,
        'select type from account_events where account_id = :accountId',
        { accountId },
      )
      const { id: _, accountId: __, ...same } = requirement
      return {
        same,
        clock: clock.map(({ kind, at, days, date, cause }) => ({ kind, at, days, date, cause })),
        events,
        audit: (await auditOf(accountId)).map(({ action }) => action),
        notices: (await noticesOf(database.db, accountId)).map(({ kind, rungs, mails }) => [
          kind,
          rungs,
          mails.map(({ template }) => template),
        ]),
      }
    }
    expect(await facts(many.accountId)).toEqual(await facts(single.accountId))

    const [three] = await addMerchants(database.db, 1)
    if (!three) throw new Error('an account')
    const documentTypes = ['bank_details', 'articles_of_association', 'company_registration']
    await askMany(ctx, { search: three.email, documentTypes })
    expect(await openOf(database.db, three.accountId)).toEqual([...documentTypes].sort())
    const notices = await noticesOf(database.db, three.accountId)
    expect(notices.map(({ mails, requirementIds }) => [mails.length, requirementIds.length])).toEqual([
      [1, 3],
    ])
  })

  test('an account written to today gets no second mail: its digest comes later', async () => {
    const [merchant] = await addMerchants(database.db, 1)
    if (!merchant) throw new Error('an account')
    await askMany(ctx, { search: merchant.email })
    const second = await prepare(ctx, { search: merchant.email, documentTypes: ['articles_of_association'] })
    expect(await confirm(ctx, second)).toMatchObject({ asked: 1, mails: 0, toldLater: 1 })
    await work(database.db, second)
    expect(await openOf(database.db, merchant.accountId)).toHaveLength(2)
    expect(await noticesOf(database.db, merchant.accountId)).toHaveLength(1)
  })

  test('is silent while the upload portal is down', async () => {
    const [merchant] = await addMerchants(database.db, 1)
    if (!merchant) throw new Error('an account')
    const componentId = await makeComponent(deskContext(database.db, await addUser(ctx, 'publisher')), {
      neededToSubmitDocuments: true,
    })
    await write(ctx, (tx) => Component.query(tx.db).findById(componentId).patch({ status: 'major_outage' }))
    const id = await prepare(ctx, { search: merchant.email })
    expect(await confirm(ctx, id)).toMatchObject({ silent: true })
    await work(database.db, id)
    expect(await outcomes(database.db, id)).toEqual({ [merchant.accountId]: 'asked' })
    expect(await noticesOf(database.db, merchant.accountId)).toEqual([])
  })

  test('the deadline: the policy’s days, so many days, or a day', async () => {
    const deadlineOf = async (given: Parameters<typeof askMany>[1]) => {
      const [merchant] = await addMerchants(database.db, 1)
      if (!merchant) throw new Error('an account')
      await askMany(ctx, { search: merchant.email, ...given })
      const found = await Requirement.query(database.db).findOne({ accountId: merchant.accountId })
      return found?.deadlineAt?.toISOString()
    }
    expect(await deadlineOf({})).toBe('2026-04-09T21:59:59.999Z')
    expect(await deadlineOf({ deadlineDays: 10 })).toBe('2026-03-20T22:59:59.999Z')
    // A Sunday moves to the Monday.
    expect(await deadlineOf({ deadlineOn: '2026-05-17' })).toBe('2026-05-18T21:59:59.999Z')
    expect(await deadlineOf({ deadlineOn: '2028-02-29' })).toBe('2028-02-29T22:59:59.999Z')
  })

  test.each(['sole_trader', 'company', 'association'] as const)(
    'what is missing, and why again, is what the single verb finds: %s of any risk, ends of any day',
    async (legalForm) => {
      const people = { representative: 'Jeanne Dupont', owners: ['Ali Ben', 'Jeanne Dupont'] }
      // 60 days before the end it is asked again: the last day that serves, the first that does not, and long past.
      const ends = ['2026-05-10', '2026-05-09', '2026-05-08', '2020-02-29', '2030-01-01', null]
      const asked = async (accountId: string) =>
        (
          await Requirement.query(database.db)
            .where({ accountId })
            .whereNull('closedAt')
            .orderBy(['documentType', 'subject'])
        ).map(({ documentType, subject, why, deadlineAt }) => ({
          ...{ documentType, subject, deadlineAt },
          why: why && { ...why, documentId: null },
        }))
      let round = 0
      for (const risk of ['standard', 'high'] as const) {
        for (const declared of [people, {}]) {
          const regulated = round % 2 === 0
          const pair = await Promise.all(
            [0, 1].map(() => makeScene(database.db, { legalForm, regulated, declared, risk })),
          )
          for (const scene of pair) {
            for (const [index, documentType] of [
              'bank_details',
              'sirene_notice',
              'activity_licence',
            ].entries()) {
              await addDocument(scene, { documentType, expiresOn: ends[(round + index) % ends.length] })
            }
            const subject = declared === people ? 'Ali Ben' : ''
            await addDocument(scene, {
              documentType: 'identity_document',
              subject,
              expiresOn: ends[round % 5],
            })
          }
          const [single, many] = pair.map(({ account }) => account)
          if (!single || !many) throw new Error('two accounts')
          await requestMissing(ctx, { accountId: single.id })
          await askMany(ctx, { what: 'missing', documentTypes: [], search: many.siren })
          expect(await asked(many.id), JSON.stringify({ legalForm, risk, round })).toEqual(
            await asked(single.id),
          )
          round += 1
        }
      }
    },
  )
})

test('nobody is asked by a day that passed while the work stood still', async () => {
  const merchants = await addMerchants(database.db, 2, { department: '33' })
  const id = await prepare(ctx, { department: '33', deadlineOn: '2026-03-10' })
  await confirm(ctx, id)
  await work(database.db, id, {}, '2026-03-11T00:30:00Z')
  expect(await outcomes(database.db, id)).toEqual(
    Object.fromEntries(merchants.map(({ accountId }) => [accountId, 'failed deadline_passed'])),
  )
  expect(await openOf(database.db, merchants[0]?.accountId ?? '')).toEqual([])
  expect(await readBatch(ctx, id)).toMatchObject({ status: 'finished', counts: { asked: 0, failed: 2 } })
})

describe('left out, with the reason', () => {
  test('already open, on file, closed, nobody to write to', async () => {
    const [open] = await addMerchants(database.db, 1, { department: '29' })
    const [closed] = await addMerchants(database.db, 1, { department: '29' })
    if (!open || !closed) throw new Error('accounts')
    await requestRequirement(ctx, { accountId: open.accountId, documentType: 'bank_details' })
    const scene = await makeScene(database.db, { department: '29' })
    await addDocument(scene, { documentType: 'bank_details' })
    const lonely = await addAccount(ctx, { department: '29' })
    const id = await prepare(ctx, { department: '29' })
    const preview = await confirm(ctx, id)
    expect(preview).toMatchObject({ chosen: 4, asked: 1 })
    // Between confirmation and work this one closes.
    await closeAccount(ctx, { accountId: closed.accountId, reason: 'Fin de contrat.' })
    await work(database.db, id)
    expect(await outcomes(database.db, id)).toEqual({
      [open.accountId]: 'skipped already_open',
      [closed.accountId]: 'skipped closed',
      [scene.account.id]: 'skipped standing_document',
      [lonely.id]: 'skipped no_member',
    })
    expect(await readBatch(ctx, id)).toMatchObject({ status: 'finished', counts: { asked: 0, skipped: 4 } })
  })

  test('a document on file is asked for again only with a reason, which the merchant reads', async () => {
    const scene = await makeScene(database.db)
    await addDocument(scene, { documentType: 'bank_details' })
    const without = await prepare(ctx, { search: scene.account.siren })
    await expect(confirm(ctx, without)).rejects.toMatchObject({ code: 'requests.nobody' })
    await askMany(ctx, { search: scene.account.siren, message: 'Bonjour', why: 'Votre banque a fermé.' })
    const requirement = await Requirement.query(database.db).findOne({
      accountId: scene.account.id,
      status: 'requested',
    })
    expect(requirement).toMatchObject({
      message: 'Bonjour',
      why: { kind: 'officer', documentId: expect.any(String), words: 'Votre banque a fermé.' },
    })
    const [notice] = await noticesOf(database.db, scene.account.id)
    expect(notice?.mails).toMatchObject([{ data: { items: [{ why: 'Votre banque a fermé.' }] } }])
  })
})

describe('the work', () => {
  test('twice, beside itself and after a stop changes nothing', async () => {
    const merchants = await addMerchants(database.db, 30)
    const id = await prepare(ctx)
    await confirm(ctx, id)
    const stop = new AbortController()
    stop.abort()
    await work(database.db, id, { signal: stop.signal })
    expect((await readBatch(ctx, id)).counts).toMatchObject({ waiting: 30, asked: 0 })
    await Promise.all([1, 2, 3].map(() => work(database.db, id, { batchAccounts: 4 })))
    await work(database.db, id)
    expect(await readBatch(ctx, id)).toMatchObject({
      status: 'finished',
      counts: { asked: 30 },
      documents: 30,
    })
    for (const { accountId } of merchants) {
      expect(await openOf(database.db, accountId)).toHaveLength(1)
      expect(await noticesOf(database.db, accountId)).toHaveLength(1)
    }
    const finished = await rows(
      database.db,
      `select 1 from audit_entries where action = 'request_batch.finished'`,
    )
    expect(finished).toHaveLength(1)
  })

  test('one account that fails stops no other, is listed, and can be tried again', async () => {
    const merchants = await addMerchants(database.db, 10)
    const [bad, ...good] = merchants.map(({ accountId }) => accountId)
    if (!bad) throw new Error('accounts')
    const id = await prepare(ctx)
    await confirm(ctx, id)
    await database.db.raw(`
      create function refuse() returns trigger language plpgsql as $$
      begin raise exception 'no room'; end $$;
      create trigger refuse before insert on requirements for each row
        when (new.account_id = '${bad}') execute function refuse()`)
    await work(database.db, id)
    expect(await outcomes(database.db, id)).toEqual({
      [bad]: 'failed unexpected',
      ...Object.fromEntries(good.map((accountId) => [accountId, 'asked'])),
    })
    expect((await listItems(ctx, id, 'failed')).items).toMatchObject([
      { accountId: bad, reason: 'unexpected' },
    ])
    await database.db.raw('drop trigger refuse on requirements; drop function refuse')
    expect(await retryFailed(ctx, id)).toBe(1)
    expect((await readBatch(ctx, id)).status).toBe('running')
    await work(database.db, id)
    expect(await openOf(database.db, bad)).toEqual(['bank_details'])
    expect(await readBatch(ctx, id)).toMatchObject({ status: 'finished', counts: { asked: 10, failed: 0 } })
    await expect(retryFailed(ctx, id)).rejects.toMatchObject({
      kind: 'Conflict',
      code: 'requests.nothingFailed',
    })
  })

  test('nobody is asked again after the day that was given: at its end and one day later', async () => {
    await addMerchants(database.db, 2)
    const id = await askMany(ctx, { deadlineOn: '2026-03-12' })
    const failed = () =>
      write(ctx, (tx) =>
        tx
          .db('request_items')
          .where({ batch_id: id })
          .update({ status: 'failed', reason: 'unexpected', documents: 0 }),
      )
    await failed()
    expect(await retryFailed(deskContext(database.db, officer, '2026-03-12T22:00:00Z'), id)).toBe(2)
    await failed()
    await expect(
      retryFailed(deskContext(database.db, officer, '2026-03-13T08:00:00Z'), id),
    ).rejects.toMatchObject({ kind: 'Invalid', code: 'requirement.deadlineInPast' })
  })

  test('when the database refuses all of it the job fails and loses nothing', async () => {
    await addMerchants(database.db, 3)
    const id = await prepare(ctx)
    await confirm(ctx, id)
    await database.db.raw('alter table request_items rename to elsewhere')
    await expect(work(database.db, id)).rejects.toThrow()
    await database.db.raw('alter table elsewhere rename to request_items')
    await work(database.db, id)
    expect(await readBatch(ctx, id)).toMatchObject({ counts: { asked: 3 } })
  })

  test('cancelled, what waits is spared and what was asked stays', async () => {
    await addMerchants(database.db, 5)
    const id = await prepare(ctx)
    await confirm(ctx, id)
    await affected(
      database.db,
      `update request_items set status = 'asked' where account_id = (select min(account_id::text)::uuid from request_items)`,
    )
    expect(await cancelBatch(ctx, id)).toBe(4)
    await work(database.db, id)
    expect(await readBatch(ctx, id)).toMatchObject({
      status: 'cancelled',
      counts: { asked: 1, cancelled: 4 },
    })
    await expect(cancelBatch(ctx, id)).rejects.toMatchObject({ kind: 'Conflict', code: 'requests.ended' })
    await expect(retryFailed(ctx, id)).rejects.toMatchObject({ kind: 'Conflict', code: 'requests.ended' })
  })

  test('beside an officer who asks the same, everybody is asked once', async () => {
    const merchants = await addMerchants(database.db, 12)
    const id = await prepare(ctx)
    await confirm(ctx, id)
    await Promise.all([
      work(database.db, id, { batchAccounts: 3 }),
      ...merchants
        .slice(0, 6)
        .map(({ accountId }) => requestMissing(ctx, { accountId }).catch((error: unknown) => error)),
    ])
    for (const { accountId } of merchants) {
      const open = await openOf(database.db, accountId)
      expect(open.filter((type) => type === 'bank_details')).toHaveLength(1)
    }
    expect((await readBatch(ctx, id)).counts).toMatchObject({ waiting: 0, failed: 0 })
  })
})
