import { expect, it } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { forgetDrafts } from '#app/domain/requests/forget-drafts.ts'
import { listItems } from '#app/domain/requests/list-items.ts'
import { RequestBatch } from '#db/models/requests.ts'
import { deskContext } from '#tests/factories/context.ts'
import { addMerchants, sweepContext } from '#tests/factories/overdue.ts'
import { askMany, prepare } from '#tests/factories/request-batch.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-03-10T09:00:00.000Z'

it('a batch that nobody confirmed is forgotten after a week, not a moment sooner; what was confirmed stays', async () => {
  const officer = await addUser(sweepContext(database.db, NOW), 'officer')
  const desk = deskContext(database.db, officer, NOW)
  const [account] = await addMerchants(database.db, 1, { name: 'Zinc' })
  await addMerchants(database.db, 1, { name: 'Écailler' })
  await addMerchants(database.db, 1, { name: 'abricot' })
  const draft = await prepare(desk)
  const done = await askMany(desk)
  const forget = (at: string) => forgetDrafts(deskContext(database.db, system('tidy'), at))
  expect(await forget('2026-03-17T08:59:59.999Z')).toBe(0)
  expect(await forget('2026-03-17T09:00:00.000Z')).toBe(1)
  expect(await forget('2026-03-17T09:00:00.000Z')).toBe(0)
  expect((await RequestBatch.query(database.db)).map(({ id }) => id)).toEqual([done])
  expect(await auditOf(database.db, draft)).toEqual(['request_batch.prepared', 'request_batch.forgotten'])
  await expect(forgetDrafts(desk)).rejects.toMatchObject({ kind: 'Forbidden' })
  const { items } = await listItems(desk, done, 'asked')
  expect(items.map(({ name }) => name)).toEqual(['abricot', 'Écailler', 'Zinc'])
  expect((await listItems(desk, done, 'asked', account?.accountId)).items).toEqual([])
})
