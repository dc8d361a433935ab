import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixedClock } from '#app/domain/clock.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import { rootData } from '#app/http/root-data.server.ts'
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
  snapshot = { status, confirmedAt: new Date(NOW) }
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
      clock: fixedClock(now),
      publicUrl: 'https://vigie.test',
      statusUrl: 'https://vigie.test',
      snapshot: { current: () => (known ? snapshot : null) },
    },
    requestId: 'a-request',
    cspNonce: 'n',
    address: '127.0.0.1',
  } as unknown as AppLoadContext
  const request = new Request(`https://vigie.test${path}`, { ...init, headers })
  return { request, params, context } as LoaderFunctionArgs
}

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
    }
    database.db.removeListener('query', counting)
    expect(queries).toBe(0)
  })

  it('is not found for what does not exist', async () => {
    const unknown = { params: { id: 'aaaaaaaaaaaa' } }
    expect(await refusedWith(incidentLoader(argsFor('/status/incidents/aaaaaaaaaaaa', unknown)))).toBe(404)
    const groups: Record<string, string>[] = [
      { id: 'x' },
      { id: 'all', page: '2' },
      { id: 'all', page: '0' },
      { id: '__proto__' },
    ]
    for (const params of groups) {
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
