import { expect, it } from 'vitest'
import { currentContent } from '#app/domain/policy/current-policy.ts'
import { isRequired, type Question, requiredBy, subjectsOf } from '#app/domain/policy/required-set.ts'
import { rows } from '#db/client.ts'
import { addAccount } from '#tests/factories/account.ts'
import { sweepContext } from '#tests/factories/overdue.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

const PEOPLE = [
  {},
  { representative: 'Léa Martin' },
  { representative: 'Léa Martin', owners: ['Léa Martin', 'Noé Petit', 'Noé Petit'] },
  { owners: ['Noé Petit'] },
]
const ACCOUNTS = (['sole_trader', 'company', 'association'] as const).flatMap((legalForm) =>
  [true, false].flatMap((regulated) => PEOPLE.map((declared) => ({ legalForm, regulated, declared }))),
)

it.each(ACCOUNTS)('one account and many need the same: %j', async (needs) => {
  const ctx = sweepContext(database.db, '2026-03-10T09:00:00Z')
  const { id } = await addAccount(ctx, needs)
  const among = await rows<Question>(
    ctx.db,
    `select t.code as document_type, s.subject
       from accounts a join document_types t on ${isRequired('a', 't')} cross join lateral ${subjectsOf('a', 't')} s
      where a.id = :id group by t.code, s.subject order by t.position, min(s.place)`,
    { id },
  )
  expect(among).not.toEqual([])
  expect(requiredBy(await currentContent(ctx), needs)).toEqual(among)
})
