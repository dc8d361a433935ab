import { beforeEach, describe, expect, it } from 'vitest'
import { discardDraft } from '#app/domain/policy/discard-draft.ts'
import { readPolicy } from '#app/domain/policy/read-policy.ts'
import { rows } from '#db/client.ts'
import { write } from '#tests/factories/context.ts'
import { changeRules, type PolicyDesk, policyDesk } from '#tests/factories/policy.ts'
import { auditOf } from '#tests/factories/requirement.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let desk: PolicyDesk
beforeEach(async () => {
  desk = await policyDesk(database.db)
})

describe('the database', () => {
  const change = (sql: string) => write(desk.admin, (tx) => rows(tx.db, sql))
  const fixed = { message: expect.stringMatching(/does not change any more|kept for ever/) }

  it('refuses to change what was switched on or discarded', async () => {
    const { start, admin } = desk
    const discarded = await start()
    await discardDraft(admin, { version: discarded, revision: 1 })
    await changeRules(admin, { floorDays: 30 })
    for (const status of ['in_force', 'superseded', 'discarded']) {
      for (const set of [
        `rules = rules || '{"floorDays": 1}'`,
        `document_types = '[]'`,
        `reason = 'x'`,
        `created_by = null`,
        `switched_on_by = null, switched_on_at = now()`,
        `status = 'draft', switched_on_at = null, ended_at = null`,
      ]) {
        await expect(change(`update policies set ${set} where status = '${status}'`)).rejects.toMatchObject(
          fixed,
        )
      }
      await expect(change(`delete from policies where status = '${status}'`)).rejects.toMatchObject(fixed)
    }
    await expect(change('truncate policies cascade')).rejects.toMatchObject(fixed)
  })

  it('refuses to switch a draft on with another content than it had', async () => {
    const { start } = desk
    await start()
    await expect(
      change(
        `update policies set status = 'discarded', ended_at = now(), rules = '{}' where status = 'draft'`,
      ),
    ).rejects.toMatchObject(fixed)
  })

  it('keeps exactly one version in force', async () => {
    const { start } = desk
    const version = await start()
    await expect(
      change(`update policies set status = 'in_force', switched_on_at = now() where version = ${version}`),
    ).rejects.toMatchObject({ code: '23505' })
    await expect(
      change(`update policies set status = 'superseded', ended_at = now() where status = 'in_force'`),
    ).rejects.toMatchObject({ message: expect.stringContaining('no version of the policy') })
  })

  it.each([`update document_types set sides = 2 where code = 'bank_details'`, `delete from required_sets`])(
    'refuses %s without an audit entry',
    async (sql) => {
      await expect(rows(database.db, sql)).rejects.toMatchObject({
        message: expect.stringContaining('without an audit entry'),
      })
    },
  )
})

it('the first version came with the installation, whole', async () => {
  const { admin } = desk
  const first = await readPolicy(admin, 1)
  expect(first).toMatchObject({ createdBy: null, reason: '', basedOn: null })
  expect(first.content.rules.renewal).toEqual({
    askDays: 60,
    startDays: 30,
    reviewYears: { high: 1, standard: 5 },
  })
  expect(first.content.rules.promises).toEqual({ answerBusinessDays: 2, examineBusinessDays: 10 })
  expect(first.content.documentTypes).toHaveLength(9)
  expect(first.content.requiredSets.company).toHaveLength(5)
  // Other tests write entries of their own about a subject of that number.
  expect((await auditOf(database.db, '1')).filter((action) => action !== 'test.written')).toEqual([
    'policy.created',
    'policy.switched_on',
    'policy.promises_added',
  ])
})
