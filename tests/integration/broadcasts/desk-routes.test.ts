import { beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#app/domain/access/roles.ts'
import { action as signIn } from '#app/routes/access/sign-in.tsx'
import { loader as broadcastPage, action as sendAgain } from '#app/routes/desk/subscribers/broadcast.tsx'
import { loader as subscribersPage } from '#app/routes/desk/subscribers/list.tsx'
import { rows } from '#db/client.ts'
import { Delivery } from '#db/models/mail.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { makeSubscribers } from '#tests/factories/subscriber.ts'
import { addPerson, PASSWORD } from '#tests/factories/user.ts'
import { cookieOf, openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const NOW = '2026-11-23T10:00:00.000Z'
const database = useDatabase()
let site: ReturnType<typeof openSite>
let broadcastId: string
const cookies: Partial<Record<Role, string>> = {}

beforeAll(async () => {
  site = openSite(database.db, { at: NOW })
  const desk = statusContext(database.db, await createPublisher(database.db), NOW)
  await makeSubscribers(desk, 3, 'desk')
  const cards = await makeComponent(desk)
  await makeIncident(desk, { [cards]: 'major_outage' }, { notify: true })
  broadcastId = (await rows<{ id: string }>(database.db, 'select id from broadcasts'))[0]?.id ?? ''
  for (const role of ['publisher', 'officer', 'member'] as const) {
    const { email } = await addPerson(desk, { role })
    const answer = await site.visit(signIn, '/sign-in', { form: { email, password: PASSWORD } })
    cookies[role] = cookieOf(answer, '__Host-vigie')
  }
})

const visit = (handler: unknown, role: Role, id = broadcastId, form?: Record<string, string>) =>
  site.visit(handler, `/desk/broadcasts/${id}`, { params: { id }, cookie: cookies[role], form })

describe('the ledger page', () => {
  it('is for publishers alone', async () => {
    expect(await visit(broadcastPage, 'publisher')).toMatchObject({
      status: 200,
      body: { maySend: true, broadcast: { recipients: 3, counts: { waiting: 3 } } },
    })
    for (const role of ['officer', 'member'] as const) {
      expect((await visit(broadcastPage, role)).status).toBe(403)
      expect((await visit(sendAgain, role, broadcastId, { intent: 'again' })).status).toBe(403)
      const subscribers = await site.visit(subscribersPage, '/desk/subscribers', { cookie: cookies[role] })
      expect(subscribers.status).toBe(403)
    }
    const stranger = await site.visit(broadcastPage, `/desk/broadcasts/${broadcastId}`, {
      params: { id: broadcastId },
    })
    expect(stranger.headers.get('location')).toMatch(/^\/sign-in\?/)
  })

  it.each(['00000000-0000-4000-8000-000000000000', 'no-id', "'"])('is not found for %s', async (id) => {
    expect((await visit(broadcastPage, 'publisher', id)).status).toBe(404)
    expect((await visit(sendAgain, 'publisher', id, { intent: 'again' })).status).not.toBe(302)
  })

  it('sends the missing ones again, once', async () => {
    const again = (fields = {}) => visit(sendAgain, 'publisher', broadcastId, { intent: 'again', ...fields })
    expect((await again()).status).toBe(412)
    await Delivery.query(database.db).where({ broadcastId }).patch({ status: 'failed', attempts: 1 })
    expect((await again({ everybody: 'yes' })).status).toBe(422)
    expect((await again()).headers.get('location')).toBe(`/desk/broadcasts/${broadcastId}`)
    expect((await again()).status).toBe(412)
  })
})

describe('the list of subscribers', () => {
  it('searches, and pages with the search kept', async () => {
    const desk = statusContext(database.db, { kind: 'nobody' }, NOW)
    await makeSubscribers(desk, 60, 'list')
    const page = await site.visit(subscribersPage, '/desk/subscribers?q=LIST-', { cookie: cookies.publisher })
    const { subscribers, nextUrl, firstUrl, counts } = page.body as {
      subscribers: unknown[]
      nextUrl: string
      firstUrl: string | null
      counts: { confirmed: number }
    }
    expect([subscribers.length, firstUrl, counts.confirmed]).toEqual([50, null, 63])
    const next = await site.visit(subscribersPage, `/desk/subscribers${nextUrl}`, {
      cookie: cookies.publisher,
    })
    expect(next.body).toMatchObject({ search: 'LIST-', nextUrl: null, firstUrl: '?q=LIST-' })
    expect((next.body as { subscribers: unknown[] }).subscribers).toHaveLength(10)
  })
})
