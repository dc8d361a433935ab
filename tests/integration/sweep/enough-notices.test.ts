import { expect, test } from 'vitest'
import { acceptedNotices, areEnough } from '#app/domain/notices/enough-notices.ts'
import { rows } from '#db/client.ts'
import { addMerchants, ask } from '#tests/factories/overdue.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

const AT = new Date('2026-03-10T09:00:00.000Z')
const YOUNGEST = '2026-03-07T09:00:00.000Z'
const TOO_YOUNG = '2026-03-07T09:00:00.001Z'

test.each<[accepted: number, enough: boolean, notices: (string | null)[]]>([
  [0, false, []],
  [1, false, ['2026-01-05T09:00:00.000Z']],
  [1, false, ['2026-01-05T09:00:00.000Z', null]],
  [2, true, ['2026-01-05T09:00:00.000Z', YOUNGEST]],
  [2, false, ['2026-01-05T09:00:00.000Z', TOO_YOUNG]],
  [2, false, [TOO_YOUNG, '2026-01-05T09:00:00.000Z']],
  [2, true, ['2026-01-05T09:00:00.000Z', '2026-01-12T09:00:00.000Z', YOUNGEST]],
  [2, false, ['2026-01-05T09:00:00.000Z', YOUNGEST, TOO_YOUNG]],
])('%i accepted notices counted, enough: %s', async (accepted, enough, notices) => {
  const merchants = await addMerchants(database.db, 1)
  const [requirementId] = await ask(database.db, merchants, { deadline: '2026-02-13', notices })
  const [found] = await rows<{ obstacle: string | null; accepted: number }>(
    database.db,
    `select o.obstacle, ${acceptedNotices('o.requirement_id', ':at')} as accepted
       from restriction_obstacles(:at) o where o.requirement_id = :requirementId`,
    { at: AT, requirementId },
  )
  const acceptedAt = notices.flatMap((instant) => (instant ? new Date(instant) : []))
  expect(areEnough(acceptedAt, AT)).toBe(enough)
  expect(found?.obstacle).toBe(enough ? null : accepted < 2 ? 'too_few_notices' : 'notice_too_recent')
  expect(found?.accepted).toBe(accepted)
})
