import { beforeAll, expect, it } from 'vitest'
import { openSession } from '#app/domain/access/sessions.ts'
import type { PolicyChange } from '#app/domain/policy/schemas.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { loader as page } from '#app/routes/policy/version.tsx'
import { deskContext, NOW } from '#tests/factories/context.ts'
import { changeRules } from '#tests/factories/policy.ts'
import { addUser } from '#tests/factories/user.ts'
import { openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const publicUrl = 'http://vigie.test'
const database = useDatabase()
let cookie: string
beforeAll(async () => {
  const ctx = deskContext(database.db, { kind: 'system', name: 'test' })
  const { userId: id, role } = await addUser(ctx, 'administrator')
  const { token } = await openSession(ctx, { id, role }, { address: '192.0.2.1', userAgent: 'test' })
  const serialized = await sessionCookie({ publicUrl } as never).serialize(token)
  cookie = serialized.split(';')[0] ?? ''
})

const changesOf = async (version: string) => {
  const { body } = await openSite(database.db, { publicUrl, at: NOW }).visit(
    page,
    `/admin/policy/${version}`,
    { cookie, params: { version } },
  )
  return (body as { changes: PolicyChange[] }).changes
}

it('compares the older version with the newer, from either page', async () => {
  await changeRules(deskContext(database.db, { kind: 'system', name: 'test' }), { deadlineDays: 20 })
  const seen = await changesOf('1')
  expect(JSON.stringify(seen)).toMatch(/30.*20/)
  expect(await changesOf('2')).toEqual(seen)
})
