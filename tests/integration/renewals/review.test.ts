import { describe, expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { actOnAccount } from '#app/domain/accounts/act-on-account.ts'
import { accountActionSchema } from '#app/domain/accounts/schemas.ts'
import { listDue } from '#app/domain/due/list-due.ts'
import { listEvidence } from '#app/domain/evidence/list-evidence.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { requestReview } from '#app/domain/renewals/request-review.ts'
import { requestReviewSchema } from '#app/domain/renewals/schemas.ts'
import type { Account } from '#db/models/access.ts'
import { Mail } from '#db/models/mail.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addDocument, auditOf, makeScene, NOW, type Scene } from '#tests/factories/requirement.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

const scene = (given: Partial<Account> = {}) =>
  makeScene(database.db, {
    ...{ legalForm: 'sole_trader', declared: { representative: 'Ali Ba' } },
    ...given,
  })

const identity = { documentType: 'identity_document', subject: 'Ali Ba' }
const why = 'Vous avez déménagé.'
const review = (made: Scene, at = NOW) =>
  requestReview(made.as(made.officer, at), { accountId: made.account.id, why })
const refusal = (kind: string, code: string) => expect.objectContaining({ kind, code })

describe('a review that an officer asks for', () => {
  it('asks for everything at once, also what is on file, with the reason and in one mail', async () => {
    const made = await scene()
    const documentId = await addDocument(made, { documentType: 'bank_details' })
    const asked = await review(made)
    const requirements = await Promise.all(asked.map(made.requirement))
    expect(requirements.map((one) => [one.documentType, one.subject, one.why])).toEqual([
      ['sirene_notice', '', { kind: 'officer', documentId: null, words: why }],
      ['identity_document', 'Ali Ba', { kind: 'officer', documentId: null, words: why }],
      ['proof_of_address', 'Ali Ba', { kind: 'officer', documentId: null, words: why }],
      ['bank_details', '', { kind: 'officer', documentId, words: why }],
    ])
    expect(requirements.map(({ deadlineAt }) => deadlineAt?.toISOString())).toEqual(
      Array.from({ length: 4 }, () => '2026-03-04T22:59:59.999Z'),
    )
    const mails = await Mail.query(database.db).where({ accountId: made.account.id })
    expect(mails).toHaveLength(1)
    expect(mails[0]?.data).toMatchObject({ items: [{ why }, { why }, { why }, { why }] })
    expect(await auditOf(database.db, made.account.id)).toContain('account.review_requested')
  })

  it('leaves what is asked already, but starts a clock that was to start later', async () => {
    const made = await scene()
    await addDocument(made, { ...identity, expiresOn: '2026-04-01' })
    await renew(deskContext(database.db, system('renew'), NOW))
    const byHand = await made.request({ documentType: 'bank_details', deadline: '2026-02-20' })
    const asked = await review(made)
    expect(asked).toHaveLength(3)
    expect(asked).not.toContain(byHand)
    expect((await made.requirement(byHand)).deadlineAt?.toISOString()).toBe('2026-02-20T22:59:59.999Z')
    const { currently_due: due, eventually_due: later } = await listDue(
      made.as(made.officer),
      made.account.id,
    )
    expect(due).toHaveLength(4)
    expect(later).toEqual([])
    expect(await renew(deskContext(database.db, system('renew'), '2026-03-03T09:00:00Z'))).toEqual({
      ...{ asked: 0, started: 0 },
    })
    await expect(review(made)).rejects.toEqual(refusal('PreconditionFailed', 'requirement.allAsked'))
  })

  it('of two officers at once is asked once', async () => {
    const made = await scene()
    const both = await Promise.allSettled([review(made), review(made)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('is refused for members, unknown and closed accounts, and without a reason', async () => {
    const made = await scene()
    const accountId = made.account.id
    await expect(requestReview(made.as(made.member), { accountId, why })).rejects.toEqual(
      refusal('Forbidden', 'forbidden'),
    )
    const unknown = '00000000-0000-4000-8000-000000000000'
    await expect(requestReview(made.as(made.officer), { accountId: unknown, why })).rejects.toEqual(
      refusal('NotFound', 'notFound'),
    )
    await expect(review(await scene({ closedAt: new Date(NOW) }))).rejects.toEqual(
      refusal('PreconditionFailed', 'requirement.accountClosed'),
    )
    for (const bad of ['', '   ', 'x'.repeat(501)]) {
      expect(requestReviewSchema.safeParse({ accountId, why: bad }).success).toBe(false)
    }
    expect(requestReviewSchema.safeParse({ accountId, why: 'x'.repeat(500) }).success).toBe(true)
  })

  it('is a button of the account’s page', async () => {
    const made = await scene()
    const action = accountActionSchema.parse({ intent: 'review', why })
    await actOnAccount(made.as(made.officer), made.account.id, action)
    expect((await listDue(made.as(made.officer), made.account.id)).currently_due).toHaveLength(4)
  })
})

it('the evidence of an account says when each document is asked again', async () => {
  const made = await scene()
  await addDocument(made, { ...identity, expiresOn: '2026-06-01', acceptedAt: '2025-01-10T09:00:00Z' })
  await addDocument(made, { documentType: 'bank_details', acceptedAt: '2025-01-11T09:00:00Z' })
  await addDocument(made, { documentType: 'activity_licence', acceptedAt: '2025-01-12T09:00:00Z' })
  await addDocument(made, { documentType: 'sirene_notice', acceptedAt: '2025-01-13T09:00:00Z' })
  await addDocument(made, { documentType: 'sirene_notice', acceptedAt: '2025-01-14T09:00:00Z' })
  await addDocument(made, {
    ...{
      documentType: 'articles_of_association',
      expiresOn: '2026-01-31',
      acceptedAt: '2025-01-15T09:00:00Z',
    },
  })
  const evidence = await listEvidence(made.as(made.officer), made.account.id)
  expect(evidence.map(({ isExpired, next }) => [isExpired, ...Object.values(next)])).toEqual([
    [true, 'planned', 'expiry', '2026-02-02'],
    [false, 'planned', 'review', '2029-11-15'],
    [false, 'replaced'],
    [false, 'lasting'],
    [false, 'planned', 'review', '2029-11-12'],
    [false, 'planned', 'expiry', '2026-04-02'],
  ])
  await renew(deskContext(database.db, system('renew'), NOW))
  const [asked] = await listEvidence(made.as(made.officer), made.account.id)
  expect(asked?.next).toEqual({ state: 'open' })
})
