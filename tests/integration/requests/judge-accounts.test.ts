import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { answersOf, standingAmong } from '#app/domain/evidence/standing-document.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { theseAccounts } from '#app/domain/requests/choose-accounts.ts'
import { judge } from '#app/domain/requests/judge-accounts.ts'
import { rows } from '#db/client.ts'
import { AcceptedDocument, Requirement } from '#db/models/requirements.ts'
import { deskContext, NOW, write } from '#tests/factories/context.ts'
import { addDocuments, addMerchants, type Merchant } from '#tests/factories/overdue.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const ctx = () => deskContext(database.db, system('test'))

interface OnFile {
  what: string
  serves: boolean
  risk?: 'standard' | 'high'
  documentType?: string
  documents: { acceptedAt?: string; expiresOn?: string }[]
  /** What an officer let pass, and when. */
  released?: { kind: 'expiry' | 'review'; closedAt: string }
}

/** Asked 60 days before its end: what ends on 9 May 2026 is about to end on 10 March, what ends a day later is not. */
const SITUATIONS: OnFile[] = [
  { what: 'nothing', serves: false, documents: [] },
  { what: 'an end 60 days ahead', serves: false, documents: [{ expiresOn: '2026-05-09' }] },
  { what: 'an end 61 days ahead', serves: true, documents: [{ expiresOn: '2026-05-10' }] },
  {
    what: 'one that ends beside one that does not',
    serves: true,
    documents: [{ expiresOn: '2026-05-09' }, { expiresOn: '2027-05-10' }],
  },
  { what: 'seen 5 years ago in 60 days', serves: false, documents: [{ acceptedAt: '2021-05-09T09:00:00Z' }] },
  { what: 'a day later', serves: true, documents: [{ acceptedAt: '2021-05-10T09:00:00Z' }] },
  { what: 'a day later in Paris', serves: true, documents: [{ acceptedAt: '2021-05-09T22:30:00Z' }] },
  {
    what: 'seen a year ago in 60 days, of high risk',
    serves: false,
    risk: 'high',
    documents: [{ acceptedAt: '2025-05-09T09:00:00Z' }],
  },
  {
    what: 'a day later, of high risk',
    serves: true,
    risk: 'high',
    documents: [{ acceptedAt: '2025-05-10T09:00:00Z' }],
  },
  {
    what: 'what the legal form does not need is not looked at again',
    serves: true,
    documentType: 'activity_licence',
    documents: [{ acceptedAt: '2010-01-01T09:00:00Z' }],
  },
  {
    what: 'an end that an officer let pass',
    serves: true,
    documents: [{ expiresOn: '2026-03-01' }],
    released: { kind: 'expiry', closedAt: '2026-03-02T09:00:00Z' },
  },
  {
    what: 'a review that an officer let pass lately',
    serves: true,
    documents: [{ acceptedAt: '2019-01-01T09:00:00Z' }],
    released: { kind: 'review', closedAt: '2024-01-01T09:00:00Z' },
  },
  {
    what: 'a review that an officer let pass long ago',
    serves: false,
    documents: [{ acceptedAt: '2015-01-01T09:00:00Z' }],
    released: { kind: 'review', closedAt: '2020-01-01T09:00:00Z' },
  },
]

const merchants: Merchant[] = []
beforeAll(async () => {
  for (const { risk = 'standard', documentType = 'bank_details', documents, released } of SITUATIONS) {
    const [merchant] = (await addMerchants(database.db, 1, { risk })) as [Merchant]
    merchants.push(merchant)
    for (const { acceptedAt = '2026-01-10T09:00:00Z', expiresOn = null } of documents) {
      await addDocuments(database.db, [merchant], { documentType, expiresOn, acceptedAt })
    }
    if (!released) continue
    const { accountId } = merchant
    const { id: documentId } = await AcceptedDocument.query(database.db)
      .findOne({ accountId })
      .throwIfNotFound()
    const why = { kind: released.kind, documentId, on: '2026-03-01', policyVersion: 1, since: '', years: 5 }
    await write(ctx(), (tx) =>
      Requirement.query(tx.db).insert({
        ...{ id: randomUUID(), accountId, documentType, status: 'waived', why },
        requestedAt: new Date(released.closedAt),
        closedAt: new Date(released.closedAt),
      }),
    )
  }
})

test.each(SITUATIONS.map(({ what }, place) => [what, place] as const))(
  'the statement judges what is on file as the rule of a single request does: %s',
  async (_, place) => {
    const { accountId } = merchants[place] as Merchant
    const { documentType = 'bank_details', serves } = SITUATIONS[place] as OnFile
    const policy = await currentPolicy(database)
    const batch = { documentTypes: [documentType], why: '' }
    const { ctes, bindings } = judge(ctx(), theseAccounts([accountId]), batch, policy.rules)
    const judged = await rows<{ stands: boolean; asks: boolean }>(
      database.db,
      `with ${ctes} select stands, asks from judged`,
      bindings,
    )
    expect(judged).toEqual([{ stands: serves, asks: !serves }])
    const answers = (await answersOf(database, [accountId]))({ accountId, documentType, subject: '' })
    const standing = standingAmong(answers, policy, parisDay(new Date(NOW)))
    expect(standing !== null && standing.ending === null).toBe(serves)
  },
)
