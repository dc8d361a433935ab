import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixedClock } from '#app/domain/clock.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { statuspageDocuments } from '#app/domain/snapshot/statuspage.ts'
import { rootData } from '#app/http/root-data.server.ts'
import type { Snapshot } from '#app/http/snapshot-holder.ts'
import { action as apiAction, loader as apiLoader } from '#app/routes/api/statuspage.ts'
import { loader as bannerLoader } from '#app/routes/status/banner.tsx'
import { loader as embedLoader } from '#app/routes/status/embed.tsx'
import { loader as groupLoader } from '#app/routes/status/group.tsx'
import { loader as historyLoader } from '#app/routes/status/history.tsx'
import { loader as incidentLoader } from '#app/routes/status/incident.tsx'
import { loader as indexLoader } from '#app/routes/status/index.tsx'
import { loader as layoutLoader } from '#app/routes/status/layout.tsx'
import { loader as unknownLoader } from '#app/routes/status/unknown.tsx'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-23T09:00:00.000Z'
let snapshot: Snapshot
let incidentId: string

beforeAll(async () => {
  const publisher = await createPublisher(database.db, 'Nom Secret')
  const ctx = statusContext(database.db, publisher, NOW)
  const component = await makeComponent(ctx, { nameFr: 'المدفوعات 🚀', capability: 'payments' })
  incidentId = await makeIncident(ctx, { [component]: 'major_outage' })
  const status = await buildPublicStatus(ctx)
  snapshot = { status, confirmedAt: new Date(NOW), documents: statuspageDocuments(status) }
})

interface Visit {
  params?: Record<string, string>
  known?: boolean
  now?: string
  init?: RequestInit
}

/** What a loader gives to a visitor who also brings a session cookie. */
function argsFor(path: string, { params = {}, known = true, now = NOW, init = {} }: Visit = {}) {
  const headers = new Headers(init.headers)
  headers.set('cookie', 'vigie=a-session; __Host-vigie=a-session')
  const context = {
    services: {
      context: (actor: never) => statusContext(database.db, actor, fixedClock(now)),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      provider: { name: 'Vigie', supportEmail: 'aide@vigie.test' },
      publicUrl: 'https://vigie.test',
      snapshot: { current: () => (known ? snapshot : null) },
    },
    requestId: 'a-request',
    cspNonce: 'n',
    address: '127.0.0.1',
  } as unknown as AppLoadContext
  const request = new Request(`https://vigie.test${path}`, { ...init, headers })
  return { request, params, context } as LoaderFunctionArgs
}

const api = (name: string, visit: Visit = {}) =>
  apiLoader(
    argsFor(`/api/v2/${name}`, { ...visit, params: { '*': name.split('?')[0] ?? '' } }),
  ) as Promise<Response>

async function refusedWith(answer: Promise<unknown>): Promise<number | undefined> {
  return answer.then(
    () => undefined,
    (refused: { init?: { status?: number } }) => refused.init?.status,
  )
}

describe('the public side', () => {
  it('asks the database nothing, whoever comes with whatever', async () => {
    let queries = 0
    const counting = () => {
      queries += 1
    }
    database.db.on('query', counting)
    for (const suffix of ['', '?cache=buster', '?locale=xx', '?locale=en&locale=fr']) {
      await indexLoader(argsFor(`/status${suffix}`))
      await indexLoader(argsFor(`/status/en${suffix}`))
      await historyLoader(argsFor(`/status/history${suffix}`))
      await groupLoader(argsFor(`/status/groups/all${suffix}`, { params: { id: 'all' } }))
      await refusedWith(groupLoader(argsFor('/status/groups/x', { params: { id: 'x' } })))
      await bannerLoader(argsFor(`/status/banner${suffix}`))
      await embedLoader(argsFor(`/status/embed${suffix}`))
      await layoutLoader(argsFor(`/status${suffix}`))
      await incidentLoader(argsFor(`/status/incidents/x${suffix}`, { params: { id: incidentId } }))
      await refusedWith(incidentLoader(argsFor('/status/incidents/unknown', { params: { id: 'unknown' } })))
      await refusedWith(Promise.resolve().then(() => unknownLoader(argsFor('/status/nothing'))))
      await refusedWith(historyLoader(argsFor('/status/history/2026-13', { params: { month: '2026-13' } })))
      await rootData(argsFor(`/status${suffix}`))
      await rootData(argsFor(`/api/v2/summary.json${suffix}`))
      for (const name of ['summary.json', 'status.json', 'nothing.json', '../status.json']) {
        await api(name + suffix)
        await api(name + suffix, { init: { method: 'HEAD' } })
        await api(name + suffix, { init: { method: 'OPTIONS' } })
      }
    }
    database.db.removeListener('query', counting)
    expect(queries).toBe(0)
  })

  it('is not found for what does not exist', async () => {
    const unknown = { params: { id: 'aaaaaaaaaaaa' } }
    expect(await refusedWith(incidentLoader(argsFor('/status/incidents/aaaaaaaaaaaa', unknown)))).toBe(404)
    for (const params of [
      { id: 'x' },
      { id: 'all', page: '2' },
      { id: 'all', page: '0' },
      { id: '__proto__' },
    ]) {
      expect(await refusedWith(groupLoader(argsFor('/status/groups/x', { params })))).toBe(404)
    }
    for (const month of ['2026-13', '2027-01', 'x', '2026-1']) {
      expect(await refusedWith(historyLoader(argsFor('/status/history/x', { params: { month } })))).toBe(404)
    }
  })

  it('says that it knows nothing instead of all green', async () => {
    const answer = (await indexLoader(argsFor('/status', { known: false }))) as unknown as {
      data: { view: unknown }
      init: ResponseInit
    }
    expect(answer.data.view).toBeNull()
    expect(answer.init.status).toBe(503)
    expect(await layoutLoader(argsFor('/status', { known: false }))).toEqual({
      confirmedAt: null,
      staleMinutes: 0,
    })
    const refused = await api('summary.json', { known: false })
    expect(refused.status).toBe(503)
    expect(refused.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['2026-11-23T09:02:00.000Z', 0],
    ['2026-11-23T09:02:00.001Z', 2],
    ['2026-11-23T10:30:00.000Z', 90],
  ])('at %s is stale for %i minutes', async (now, minutes) => {
    expect(await layoutLoader(argsFor('/status', { now }))).toEqual({
      confirmedAt: NOW,
      staleMinutes: minutes,
    })
  })

  it('names no publisher', async () => {
    const pages = [await indexLoader(argsFor('/status')), await historyLoader(argsFor('/status/history'))]
    expect(JSON.stringify(pages)).not.toContain('Nom Secret')
    expect(JSON.stringify(pages)).toContain('المدفوعات 🚀')
  })
})

describe('the API', () => {
  it('can be read from anywhere, and kept for a while', async () => {
    const answer = await api('summary.json')
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=15, stale-while-revalidate=60, stale-if-error=86400',
      'content-type': 'application/json; charset=utf-8',
      vary: 'Accept-Language',
      'x-confirmed-at': NOW,
    })
  })

  it('answers 304 to whoever has it already', async () => {
    const etag = (await api('status.json')).headers.get('etag') ?? ''
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await api('status.json', { init: { headers: { 'if-none-match': known } } })
      expect([answer.status, await answer.text()]).toEqual([304, ''])
    }
    const other = await api('status.json', { init: { headers: { 'if-none-match': '"other"' } } })
    expect(other.status).toBe(200)
  })

  it('speaks the language asked for', async () => {
    const nameIn = async (name: string, headers: Record<string, string> = {}) =>
      (await (await api(name, { init: { headers } })).json()).incidents[0].name
    expect(await nameIn('summary.json')).toBe('Paiements ralentis')
    expect(await nameIn('summary.json?locale=en')).toBe('Slow payments')
    expect(await nameIn('summary.json', { 'accept-language': 'en-GB,fr;q=0.5' })).toBe('Slow payments')
    expect(await nameIn('summary.json?locale=fr', { 'accept-language': 'en' })).toBe('Paiements ralentis')
    expect(await nameIn('summary.json?locale=xx')).toBe('Paiements ralentis')
  })

  it('refuses what it does not have and methods that would change something', async () => {
    expect((await api('nothing.json')).status).toBe(404)
    expect((await api('summary')).status).toBe(404)
    const posted = (await apiAction(
      argsFor('/api/v2/summary.json', { init: { method: 'POST', body: 'x' } }),
    )) as Response
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })
})
