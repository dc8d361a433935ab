import { beforeEach, describe, expect, test } from 'vitest'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import type { Context } from '#app/domain/context.ts'
import { readBatch } from '#app/domain/requests/read-batch.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { rows } from '#db/client.ts'
import { ClockEntry, Requirement } from '#db/models/requirements.ts'
import { Component } from '#db/models/status.ts'
import { addAccount } from '#tests/factories/account.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { addMerchants, noticesOf } from '#tests/factories/overdue.ts'
import {
  askMany,
  confirm,
  openOf,
  outcomes,
  prepare,
  requestDesk,
  work,
} from '#tests/factories/request-batch.ts'
import { addDocument, makeScene } from '#tests/factories/requirement.ts'
import { addUser } from '#tests/factories/user.ts'
import { createTestDatabase, type TestDatabase } from '#tests/setup/database.ts'

let database: TestDatabase
let ctx: Context

beforeEach(async () => {
  database = await createTestDatabase()
  ;({ ctx } = await requestDesk(database.db))
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
