import { beforeAll, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-27T09:00:00.000Z'
let secret: string
/** The newest first; several of one moment. */
let ids: string[]
beforeAll(async () => {
  secret = (await makeApiKey(statusContext(database.db, nobody, NOW))).secret
  const publisher = await createPublisher(database.db)
  const cards = await makeComponent(statusContext(database.db, publisher, NOW))
  const made: { id: string; minute: number }[] = []
  for (let n = 0; n < 25; n++) {
    const minute = Math.floor(n / 5)
    const ctx = statusContext(database.db, publisher, `2026-11-27T08:0${minute}:00.000Z`)
    made.push({ id: await makeIncident(ctx, { [cards]: 'operational' }), minute })
  }
  ids = made.sort((a, b) => b.minute - a.minute || (a.id < b.id ? 1 : -1)).map(({ id }) => id)
})

async function page(query: string) {
  const { status, json } = await openApi(database.db, NOW).call(`GET /incidents?${query}`, { key: secret })
  return { status, json, ids: json.data?.map(({ id }: { id: string }) => id) }
}

it('a list has twenty unless told, the newest first', async () => {
  const { json, ids: first } = await page('')
  expect(json).toMatchObject({ object: 'list', has_more: true })
  expect(first).toEqual(ids.slice(0, 20))
  expect(await page('limit=100')).toMatchObject({ ids, json: { has_more: false } })
  expect(await page('limit=25')).toMatchObject({ ids, json: { has_more: false } })
  expect(await page('limit=24')).toMatchObject({ json: { has_more: true } })
})

it('goes to its end and back without losing or repeating one', async () => {
  const there: string[] = []
  for (let more = true; more; ) {
    const { json, ids: next } = await page(`limit=7${there.length ? `&starting_after=${there.at(-1)}` : ''}`)
    there.push(...next)
    more = json.has_more
  }
  expect(there).toEqual(ids)
  const back: string[] = [ids.at(-1) as string]
  for (let more = true; more; ) {
    const { json, ids: before } = await page(`limit=7&ending_before=${back[0]}`)
    back.unshift(...before)
    more = json.has_more
  }
  expect(back).toEqual(ids)
})

it('ends where there is nothing more', async () => {
  expect(await page(`starting_after=${ids.at(-1)}`)).toMatchObject({ ids: [], json: { has_more: false } })
  expect(await page(`ending_before=${ids[0]}`)).toMatchObject({ ids: [], json: { has_more: false } })
})

it('a cursor that names none of the list is refused', async () => {
  const answer = await page('starting_after=aaaaaaaaaaaa')
  expect(answer.status).toBe(422)
  expect(answer.json.type).toBe('urn:problem-type:vigie:cursor')
  const other = await openApi(database.db, NOW).call(`GET /maintenances?starting_after=${ids[0]}`, {
    key: secret,
  })
  expect(other.status).toBe(422)
})
