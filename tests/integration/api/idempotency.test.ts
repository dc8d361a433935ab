import { beforeAll, expect, it } from 'vitest'
import { nobody, system } from '#app/domain/access/actor.ts'
import { forgetExpired } from '#app/domain/access/forget-expired.ts'
import { Broadcast } from '#db/models/mail.ts'
import { Incident } from '#db/models/status.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeSubscriber } from '#tests/factories/subscriber.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-27T09:00:00.000Z'
const DAY_MS = 86_400_000
let secret: string
let cards: string
beforeAll(async () => {
  const ctx = statusContext(database.db, await createPublisher(database.db), NOW)
  secret = (await makeApiKey(statusContext(database.db, nobody, NOW))).secret
  cards = await makeComponent(ctx)
  await makeSubscriber(ctx)
})

let unique = 0
/** An incident that no other test publishes. */
const outage = () => ({
  name: { en: `Outage ${++unique}` },
  body: { en: 'Looking into it.' },
  components: [{ id: cards, status: 'degraded_performance' }],
})
const post = (
  body: object,
  idempotencyKey: string,
  { key = secret, at = NOW, what = 'POST /incidents' } = {},
) => openApi(database.db, at).call(what, { key, body, headers: { 'idempotency-key': idempotencyKey } })
const published = (body: { name: { en: string } }) =>
  Incident.query(database.db).where({ nameEn: body.name.en }).resultSize()

it('the same again is answered as the first time, to the byte, and done once', async () => {
  const body = outage()
  const first = await post(body, 'again')
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  // The same fields in another order, with a default spelt out, are the same request.
  const { components, ...rest } = body
  const second = await post({ deliver_notifications: true, components, ...rest }, 'again')
  expect(second.status).toBe(201)
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect(second.text).toBe(first.text)
  expect(await published(body)).toBe(1)
})

it('ten at once are one incident and one broadcast', async () => {
  const body = outage()
  const before = await Broadcast.query(database.db).resultSize()
  const all = await Promise.all(Array.from({ length: 10 }, () => post(body, 'at once')))
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(all.map(({ text }) => text)).size).toBe(1)
  expect(all.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(9)
  expect(await published(body)).toBe(1)
  expect(await Broadcast.query(database.db).resultSize()).toBe(before + 1)
})

it('another body, address or method under the same key is refused and not done', async () => {
  const body = outage()
  const { json: incident } = await post(body, 'one use')
  const other = outage()
  const refused = await post(other, 'one use')
  expect(refused.status).toBe(422)
  expect(refused.json.type).toBe('urn:problem-type:vigie:idempotencyKeyReused')
  expect(await published(other)).toBe(0)
  const rename = { name: { en: 'Renamed' } }
  expect((await post(rename, 'one use', { what: `PATCH /incidents/${incident.id}` })).status).toBe(422)
})

it('a refused request may be tried again under its key', async () => {
  const body = { ...outage(), components: [{ id: 'aaaaaaaaaaaa', status: 'major_outage' }] }
  expect((await post(body, 'retry')).status).toBe(422)
  expect((await post({ ...body, components: [] }, 'retry')).status).toBe(201)
})

it('of several at once that are refused, none is done and none is answered for another', async () => {
  const body = { ...outage(), components: [{ id: 'aaaaaaaaaaaa', status: 'major_outage' }] }
  const all = await Promise.all(Array.from({ length: 5 }, () => post(body, 'refused at once')))
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([422]))
  expect(await published(body)).toBe(0)
})

it('a transaction that dies leaves neither the change nor the answer', async () => {
  const body = outage()
  await database.db.raw(
    `create function die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
     create constraint trigger die after update on idempotency_keys deferrable initially deferred
       for each row execute function die();`,
  )
  const client = openApi(database.db, NOW)
  const dead = await client.call('POST /incidents', {
    key: secret,
    body,
    headers: { 'idempotency-key': 'killed' },
  })
  await database.db.raw('drop function die cascade')
  expect(dead.status).toBe(500)
  expect(dead.json.detail).not.toMatch(/killed/)
  expect(client.log).toHaveLength(1)
  expect(await published(body)).toBe(0)
  expect((await post(body, 'killed')).status).toBe(201)
  expect(await published(body)).toBe(1)
})

it('keys of two clients do not meet', async () => {
  const other = await makeApiKey(statusContext(database.db, nobody, NOW))
  const [mine, theirs] = [outage(), outage()]
  await post(mine, 'shared name')
  expect((await post(theirs, 'shared name', { key: other.secret })).status).toBe(201)
})

it('serves a day: then the key is free again, whether or not it has been tidied away', async () => {
  const [first, second, third] = [outage(), outage(), outage()]
  const at = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString()
  await post(first, 'a day')
  expect((await post(first, 'a day', { at: at(DAY_MS - 1) })).headers.get('idempotent-replayed')).toBe('true')
  expect((await post(second, 'a day', { at: at(DAY_MS) })).status).toBe(201)
  const tidy = () => forgetExpired(statusContext(database.db, system('tidy'), at(2 * DAY_MS)))
  expect((await tidy()).answers).toBeGreaterThan(0)
  expect((await tidy()).answers).toBe(0)
  expect((await post(third, 'a day', { at: at(2 * DAY_MS) })).status).toBe(201)
})

it.each(['', 'x'.repeat(256), 'clé'])('the header %j is refused by name', async (idempotencyKey) => {
  const body = outage()
  const answer = await post(body, idempotencyKey)
  expect(answer.status).toBe(400)
  expect(answer.json.errors).toEqual([
    { header: 'Idempotency-Key', detail: 'Use 1 to 255 printable ASCII characters.' },
  ])
  expect(await published(body)).toBe(0)
})

it('of 255 characters it is taken', async () => {
  expect((await post(outage(), '~'.repeat(255))).status).toBe(201)
})
