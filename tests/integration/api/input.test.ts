import { beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { MAX_BODY_BYTES } from '#app/http/api-input.server.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Incident } from '#db/models/status.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-27T09:00:00.000Z'
let secret: string
let cards: string
beforeAll(async () => {
  secret = (await makeApiKey(statusContext(database.db, nobody, NOW))).secret
  cards = await makeComponent(statusContext(database.db, await createPublisher(database.db), NOW))
})

const call = (what: string, given: Parameters<ReturnType<typeof openApi>['call']>[1] = {}) =>
  openApi(database.db, NOW).call(what, { key: secret, ...given })
const post = (body: unknown) => call('POST /incidents', { body })

const fine = { body: { en: 'Looking into it.' }, name: { en: 'Outage' } }

describe('a body', () => {
  it.each<[string, object, string, RegExp]>([
    ['an unknown field', { ...fine, severity: 1 }, '#/severity', /^Unknown field/],
    ['an unknown field within', { ...fine, name: { en: 'x', de: 'x' } }, '#/name/de', /^Unknown field/],
    ['a name with a / in it', { ...fine, 'a/b~c': 1 }, '#/a~1b~0c', /^Unknown field/],
    ['no text', { name: { en: 'x' } }, '#/body', /required/],
    ['an empty text', { ...fine, body: {} }, '#/body', /fr, en or both/],
    ['blanks for a text', { ...fine, body: { fr: '  ' } }, '#/body', /fr, en or both/],
    ['a text as a string', { ...fine, body: 'x' }, '#/body', /expected object/],
    ['a text too long', { ...fine, body: { en: 'x'.repeat(10_001) } }, '#/body/en', /<=10000/],
    ['a name too long', { ...fine, name: { en: 'x'.repeat(201) } }, '#/name/en', /<=200/],
    [
      'a header in the name',
      { ...fine, name: { en: 'x\r\nBcc: a@b.c' } },
      '#/name/en',
      /single line|one line/,
    ],
    ['an unknown status', { ...fine, status: 'resolved' }, '#/status', /"investigating"\|"identified"/],
    ['an unknown impact', { ...fine, impact: 'huge' }, '#/impact', /"none"\|"minor"/],
    [
      'a component without an id',
      { ...fine, components: [{ status: 'operational' }] },
      '#/components/0/id',
      /./,
    ],
    [
      'a component of another form',
      { ...fine, components: [{ id: "x' or 1=1", status: 'operational' }] },
      '#/components/0/id',
      /./,
    ],
    ['a list for an object', { ...fine, components: {} }, '#/components', /expected array/],
    ['a text for a boolean', { ...fine, deliver_notifications: 'no' }, '#/deliver_notifications', /boolean/],
    ['a time without a zone', { ...fine, started_at: '2026-11-27T08:00:00' }, '#/started_at', /with a zone/],
    ['a day that is none', { ...fine, started_at: '2026-02-30T08:00:00Z' }, '#/started_at', /with a zone/],
    ['a time as a number', { ...fine, started_at: 1_795_000_000 }, '#/started_at', /with a zone/],
    ['a time long ago', { ...fine, started_at: '1026-11-27T08:00:00Z' }, '#/started_at', /2000/],
  ])('with %s is refused, and says where', async (_, body, pointer, detail) => {
    const answer = await post(body)
    expect(answer.status).toBe(422)
    expect(answer.json).toMatchObject({
      type: 'urn:problem-type:vigie:wrongBody',
      title: 'Unprocessable Content',
    })
    expect(answer.json.errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }])
  })

  it('names every fault at once', async () => {
    const answer = await post({ status: 'x', extra: 1, more: 2 })
    expect(answer.json.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '#/body',
      '#/extra',
      '#/more',
      '#/status',
    ])
  })

  it.each<[string, object, string]>([
    ['the future', { ...fine, started_at: '2026-11-27T09:00:00.001Z' }, 'publish.displayAtInFuture'],
    ['no name', { body: fine.body }, 'publish.nameMissing'],
    [
      'an unknown component',
      { ...fine, components: [{ id: 'aaaaaaaaaaaa', status: 'operational' }] },
      'publish.unknownComponent',
    ],
  ])('with %s is refused by the rules, in English', async (_, body, code) => {
    const answer = await post(body)
    expect(answer.status).toBe(422)
    expect(answer.json.type).toBe(`urn:problem-type:vigie:${code}`)
    expect(answer.json.detail).toMatch(/^[A-Z][^é]+\.$/)
    expect(answer.json.detail).not.toMatch(/reload|page/i)
  })

  it('with a component twice is refused', async () => {
    const twice = [cards, cards].map((id) => ({ id, status: 'major_outage' }))
    const answer = await post({ ...fine, components: twice })
    expect(answer.json.type).toBe('urn:problem-type:vigie:publish.componentTwice')
  })

  it.each<[string, string | Uint8Array<ArrayBuffer>, number]>([
    ['nothing', '', 400],
    ['half of one', '{"body":', 400],
    ['no JSON', 'name=x', 400],
    ['a NUL', '{"body":{"en":"a\\u0000b"}}', 400],
    ['half a character', '{"body":{"en":"\\ud800"}}', 400],
    ['broken UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400],
    ['a great many brackets', '['.repeat(30_000), 400],
    ['deep nesting', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, 400],
    ['a list', '[]', 422],
    ['null', 'null', 422],
    ['a prototype', '{"__proto__":{"body":{"en":"x"},"name":{"en":"x"}}}', 422],
    ['one byte too many', JSON.stringify({ x: 'x'.repeat(MAX_BODY_BYTES - 7) }), 413],
    ['a megabyte', `"${'x'.repeat(1024 * 1024)}"`, 413],
    ['as much as may be', JSON.stringify({ x: 'x'.repeat(MAX_BODY_BYTES - 8) }), 422],
  ])('that is %s is refused', async (_, raw, status) => {
    const before = await Incident.query(database.db).resultSize()
    const answer = await call('POST /incidents', { raw })
    expect(answer.status).toBe(status)
    expect(answer.json).toMatchObject({ status, detail: expect.any(String) })
    expect(await Incident.query(database.db).resultSize()).toBe(before)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'of type %j is refused',
    async (type) => {
      const answer = await call('POST /incidents', { body: fine, headers: { 'content-type': type } })
      expect(answer.status).toBe(415)
    },
  )

  it('of type application/json; charset=utf-8 is taken', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    expect((await call('POST /incidents', { body: fine, headers })).status).toBe(201)
  })
})

describe('an address', () => {
  it.each([
    ['PUT /incidents', 'GET, HEAD, POST'],
    ['PUT /incidents/aaaaaaaaaaaa', 'GET, HEAD, PATCH, DELETE'],
    ['DELETE /incidents', 'GET, HEAD, POST'],
    ['POST /components', 'GET, HEAD'],
    ['POST /openapi.json', 'GET, HEAD'],
  ])('%s says what it takes', async (what, allow) => {
    const answer = await call(what, { body: {} })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe(allow)
    expect(answer.json.title).toBe('Method Not Allowed')
  })

  it.each(['GET /nothing', 'POST /incidents/aaaaaaaaaaaa/nothing', 'GET /'])(
    '%s is nowhere',
    async (what) => {
      const answer = await call(what, what.startsWith('GET') ? {} : { body: {} })
      expect(answer.status).toBe(404)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
    },
  )

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=x', 'limit'],
    ['page=2', 'page'],
    ['starting_after=X', 'starting_after'],
    ['starting_after=aaaaaaaaaaaa&ending_before=aaaaaaaaaaaa', 'ending_before'],
  ])('with ?%s says which parameter is wrong', async (query, parameter) => {
    const answer = await call(`GET /incidents?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.json.errors).toEqual([{ parameter, detail: expect.any(String) }])
  })

  it('takes no parameter where there is none', async () => {
    expect((await call(`GET /components/${cards}?expand=all`)).status).toBe(400)
  })
})

it('no answer, log line or audit entry holds the key', async () => {
  const client = openApi(database.db, NOW)
  const texts: string[] = []
  for (const [what, body] of [
    ['GET /components'],
    ['POST /incidents', fine],
    ['POST /incidents', { ...fine, name: { en: secret.slice(0, 3) } }],
    ['POST /incidents', {}],
    ['GET /nowhere'],
  ] as const) {
    const answer = await client.call(what, { key: secret, body })
    texts.push(answer.text, JSON.stringify([...answer.headers]))
  }
  const audited = await AuditEntry.query(database.db)
  const all = [...texts, ...client.log, JSON.stringify(audited)].join('\n')
  expect(all).not.toContain(secret)
  expect(all).not.toContain(secret.slice(6, 20))
})
