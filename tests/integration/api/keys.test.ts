import { beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { API_LIMIT } from '#app/domain/access/limits.ts'
import { listApiKeys } from '#app/domain/access/list-api-keys.ts'
import { PERMISSIONS, scopesFor } from '#app/domain/access/permissions.ts'
import { revokeApiKey } from '#app/domain/access/revoke-api-key.ts'
import { SCOPES } from '#app/domain/access/scopes.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { verifyAudit } from '#app/domain/audit/verify.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { loader as keysPage, action as revokeAction } from '#app/routes/admin/api-keys.tsx'
import { action as createAction } from '#app/routes/admin/new-api-key.tsx'
import { rows } from '#db/client.ts'
import { ApiKey } from '#db/models/access.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { statusContext } from '#tests/factories/component.ts'
import { addPerson, type Person } from '#tests/factories/user.ts'
import { openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-27T09:00:00.000Z'
const ctx = (at = NOW) => statusContext(database.db, nobody, at)
const api = (at = NOW) => openApi(database.db, at)
const later = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString()
const keyOf = (id: string) => ApiKey.query(database.db).findById(id).throwIfNotFound()

describe('a request', () => {
  let key: { id: string; secret: string }
  beforeAll(async () => {
    key = await makeApiKey(ctx())
  })

  it('with a key gets in', async () => {
    expect((await api().call('GET /components', { key: key.secret })).status).toBe(200)
  })

  it.each([
    ['nothing', undefined, 'keyMissing'],
    ['an empty header', '', 'keyMissing'],
    ['a key alone', 'sprod_abc', 'keyMissing'],
    ['another scheme', 'Basic c3Byb2Q6', 'keyMissing'],
    ['two keys', 'Bearer a b', 'keyMissing'],
    ['a malformed key', 'Bearer sprod_short', 'keyUnknown'],
    ['an unknown key', `Bearer sprod_${'A'.repeat(40)}`, 'keyUnknown'],
    ['a 10 KB key', `Bearer sprod_${'A'.repeat(10_000)}`, 'keyUnknown'],
  ])('with %s is told how to sign in', async (_, authorization, code) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
    for (const what of ['GET /incidents', 'POST /incidents', 'PATCH /components/aaaaaaaaaaaa']) {
      const answer = await api().call(what, { headers, ...(what.startsWith('GET') ? {} : { body: {} }) })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Vigie API"')
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.json).toMatchObject({
        type: `urn:problem-type:vigie:${code}`,
        title: 'Unauthorized',
        status: 401,
        instance: 'urn:uuid:5bd0a2e4-93b2-4a52-8d3b-0b6f1f2d9a11',
      })
    }
  })

  it('with a key that differs in its last character, or in its mode, is refused', async () => {
    const last = key.secret.endsWith('A') ? 'B' : 'A'
    for (const secret of [key.secret.slice(0, -1) + last, key.secret.replace('sprod_', 'stest_')]) {
      expect((await api().call('GET /components', { key: secret })).status).toBe(401)
    }
  })

  it('with a cookie of an administrator and no key is nobody', async () => {
    const { cookie } = await signedIn()
    for (const what of ['GET /incidents', 'POST /incidents']) {
      const answer = await api().call(what, { headers: { cookie }, ...(what[0] === 'P' ? { body: {} } : {}) })
      expect(answer.status).toBe(401)
    }
  })

  it('works until the second in which the key expires', async () => {
    const { secret } = await makeApiKey(ctx(), { expiresInDays: '30' })
    const days = 30 * 86_400_000
    expect((await api(later(days - 1)).call('GET /components', { key: secret })).status).toBe(200)
    const expired = await api(later(days)).call('GET /components', { key: secret })
    expect(expired.status).toBe(401)
    expect(expired.json.type).toBe('urn:problem-type:vigie:keyExpired')
  })

  it('of another scope is refused by name, and scopes give nothing but what the table says', async () => {
    const asked = {
      'GET /incidents': 'incident:read',
      'POST /incidents': 'incident:publish',
      'GET /incidents/aaaaaaaaaaaa': 'incident:read',
      'PATCH /incidents/aaaaaaaaaaaa': 'incident:publish',
      'GET /incidents/aaaaaaaaaaaa/updates': 'incident:read',
      'POST /incidents/aaaaaaaaaaaa/updates': 'incident:publish',
      'GET /maintenances': 'maintenance:read',
      'POST /maintenances': 'maintenance:publish',
      'GET /maintenances/aaaaaaaaaaaa': 'maintenance:read',
      'PATCH /maintenances/aaaaaaaaaaaa': 'maintenance:publish',
      'GET /maintenances/aaaaaaaaaaaa/updates': 'maintenance:read',
      'POST /maintenances/aaaaaaaaaaaa/updates': 'maintenance:publish',
      'GET /components': 'component:read',
      'GET /components/aaaaaaaaaaaa': 'component:read',
      'PATCH /components/aaaaaaaaaaaa': 'component:report',
      'GET /events': 'event:read',
    } as const
    for (const scope of SCOPES) {
      const { secret } = await makeApiKey(ctx(), { scopes: [scope] })
      for (const [what, permission] of Object.entries(asked)) {
        const answer = await api().call(what, { key: secret, ...(what[0] === 'P' ? { body: { x: 1 } } : {}) })
        const allowed = (PERMISSIONS[permission] as readonly string[]).includes(scope)
        if (allowed) expect(answer.status, `${scope}: ${what}`).toBeOneOf([200, 404, 422])
        else {
          expect(answer.status, `${scope}: ${what}`).toBe(403)
          expect(answer.json.detail).toContain(scopesFor(permission)[0])
        }
      }
    }
  })

  it(`is one of ${API_LIMIT.points} a minute for each key`, async () => {
    const [busy, other] = [await makeApiKey(ctx()), await makeApiKey(ctx())]
    // The table counts by the real time: the window is not the clock's.
    await rows(database.db, 'insert into rate_limits (key, points, expire) values (:key, :points, :expire)', {
      key: `${API_LIMIT.name}:${busy.id}`,
      points: API_LIMIT.points - 1,
      expire: Date.now() + 30_000,
    })
    expect((await api().call('GET /components', { key: busy.secret })).status).toBe(200)
    const refused = await api().call('GET /components', { key: busy.secret })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(30)
    expect((await api().call('GET /components', { key: other.secret })).status).toBe(200)
  })
})

async function signedIn(role: 'administrator' | 'publisher' = 'administrator') {
  const person: Person = await addPerson(ctx(), { role })
  const visitor = { address: '192.0.2.1', userAgent: 'test' }
  const { token } = await openSession(ctx(), { id: person.id, role }, visitor)
  const cookie = (await sessionCookie({ publicUrl: 'https://vigie.test' } as never).serialize(token)).split(
    ';',
  )[0]
  return { ...person, cookie: cookie ?? '' }
}

describe('the pages of keys', () => {
  const site = () => openSite(database.db, { at: NOW })
  const form = { name: 'GitLab', mode: 'live', scopes: 'maintenances:write' }

  it('create a key and show it once: the database has a hash, the audit its last four characters', async () => {
    const { cookie, actor } = await signedIn()
    const answer = await site().visit(createAction, '/admin/api-keys/new', { cookie, form })
    const { made } = answer.body as { made: { name: string; secret: string } }
    expect(made.secret).toMatch(/^sprod_[A-Za-z0-9]{40}$/)
    const keys = await listApiKeys({ ...ctx(), actor })
    const listed = keys.find(({ name }) => name === 'GitLab')
    expect(listed).toMatchObject({
      name: 'GitLab',
      hint: `sprod_…${made.secret.slice(-4)}`,
      scopes: ['maintenances:write'],
      state: 'active',
      createdBy: 'Camille Martin',
      lastUsedAt: null,
      expiresAt: null,
    })
    const audited = await AuditEntry.query(database.db).where({ subjectId: listed?.id })
    expect(audited).toMatchObject([{ action: 'api_key.created', actorKind: 'user', actorId: actor.userId }])
    const page = await site().visit(keysPage, '/admin/api-keys', { cookie })
    const kept = await rows<{ line: string }>(
      database.db,
      `select cast(k as text) as line from api_keys k union all select cast(a as text) from audit_entries a`,
    )
    expect(JSON.stringify([page.body, kept])).not.toContain(made.secret.slice(6, -4))
  })

  it('take several scopes and a life, and refuse what fits nothing', async () => {
    const { cookie } = await signedIn()
    const several = new FormData()
    for (const [name, value] of Object.entries({
      ...form,
      name: 'Grafana',
      mode: 'test',
      expiresInDays: '90',
    })) {
      several.append(name, value)
    }
    several.append('scopes', 'components:write')
    const made = await site().visit(createAction, '/admin/api-keys/new', { cookie, form: several })
    expect((made.body as { made: { secret: string } }).made.secret).toMatch(/^stest_/)
    expect(await ApiKey.query(database.db).findOne({ name: 'Grafana' })).toMatchObject({
      livemode: false,
      scopes: ['maintenances:write', 'components:write'],
      expiresAt: new Date('2027-02-25T09:00:00Z'),
    })
    for (const wrong of [
      { name: '' },
      { name: 'x'.repeat(201) },
      { mode: 'prod' },
      { scopes: '' },
      { scopes: 'accounts:delete' },
      { expiresInDays: '31' },
      { createdBy: '1' },
    ]) {
      const refused = await site().visit(createAction, '/admin/api-keys/new', {
        cookie,
        form: { ...form, ...(wrong as unknown as Record<string, string>) },
      })
      expect(refused.status, JSON.stringify(wrong)).toBe(422)
    }
  })

  it('revoke a key at once and once', async () => {
    const { cookie } = await signedIn()
    const { id, secret } = await makeApiKey(ctx())
    const revoke = () => site().visit(revokeAction, '/admin/api-keys', { cookie, form: { keyId: id } })
    const both = await Promise.all([revoke(), revoke()])
    expect(both.map(({ status }) => status).sort()).toEqual([302, 409])
    const refused = await api().call('GET /components', { key: secret })
    expect(refused.status).toBe(401)
    expect(refused.json.type).toBe('urn:problem-type:vigie:keyRevoked')
    const { actor } = await signedIn()
    await expect(revokeApiKey({ ...ctx(), actor }, crypto.randomUUID())).rejects.toMatchObject({
      kind: 'NotFound',
    })
    expect(await verifyAudit({ ...ctx(), actor })).toMatchObject({ ok: true })
  })

  it('are for administrators alone', async () => {
    const { cookie } = await signedIn('publisher')
    expect((await site().visit(createAction, '/admin/api-keys/new', { cookie, form })).status).toBe(403)
    expect((await site().visit(keysPage, '/admin/api-keys', { cookie })).status).toBe(403)
  })
})

describe('a key', () => {
  it('tells when it was used, at most once a minute and without an audit entry', async () => {
    const { id, secret } = await makeApiKey(ctx())
    const use = (ms: number) => api(later(ms)).call('GET /components', { key: secret })
    await use(0)
    expect((await keyOf(id)).lastUsedAt).toEqual(new Date(NOW))
    await use(59_999)
    expect((await keyOf(id)).lastUsedAt).toEqual(new Date(NOW))
    await use(60_000)
    expect((await keyOf(id)).lastUsedAt).toEqual(new Date(later(60_000)))
  })

  it('cannot be changed without an audit entry', async () => {
    const { id } = await makeApiKey(ctx())
    for (const change of [{ revokedAt: new Date(NOW) }, { scopes: ['incidents:write'] }, { name: 'x' }]) {
      await expect(ApiKey.query(database.db).patch(change).where({ id })).rejects.toThrow(
        /without an audit entry/,
      )
    }
  })
})
