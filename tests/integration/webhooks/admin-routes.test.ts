import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSession } from '#app/domain/access/sessions.ts'
import { EVENT_TYPES } from '#app/domain/webhooks/schemas.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { action as edit, loader as editPage } from '#app/routes/admin/edit-webhook.tsx'
import { action as create } from '#app/routes/admin/new-webhook.tsx'
import { action as command, loader as page } from '#app/routes/admin/webhook.tsx'
import { loader as deliveryPage } from '#app/routes/admin/webhook-delivery.tsx'
import { loader as list } from '#app/routes/admin/webhooks.tsx'
import { openSite } from '#tests/factories/visit.ts'
import { makeWebhookScene, NOON, type WebhookScene } from '#tests/factories/webhook.ts'
import { type Receiver, startReceiver } from '#tests/factories/webhook-receiver.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: WebhookScene
let receiver: Receiver
let cookie: string
beforeAll(async () => {
  scene = await makeWebhookScene(database.db)
  receiver = await startReceiver()
  const { userId: id, role } = scene.administrator
  const { token } = await openSession(scene.as(), { id, role }, { address: '192.0.2.1', userAgent: 'test' })
  const serialized = await sessionCookie({ publicUrl: 'http://vigie.test' } as never).serialize(token)
  cookie = serialized.split(';')[0] ?? ''
})
afterAll(() => receiver.stop())

type Visit = Parameters<ReturnType<typeof openSite>['visit']>[2]
const visit = (handler: unknown, path: string, more: Visit = {}) =>
  openSite(database.db, { publicUrl: 'http://vigie.test', at: NOON }).visit(handler, path, {
    cookie,
    ...more,
  })
const formOf = (fields: Record<string, string>, events: readonly string[] = EVENT_TYPES) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const event of events) form.append('events', event)
  return form
}
const say = (id: string, intent: string, fields = {}) =>
  visit(command, `/admin/webhooks/${id}`, { form: { intent, ...fields }, params: { id } })

describe('the pages of webhooks', () => {
  it('make an endpoint, show its secret once, change it, try it, and rotate', async () => {
    const form = formOf({ url: receiver.url('/in'), description: 'Grand livre' })
    const made = await visit(create, '/admin/webhooks/new', { form })
    const { id, secret } = (made.body as { made: { id: string; secret: string } }).made
    expect(secret).toMatch(/^whsec_/)
    const seen = async () => [
      (await visit(list, '/admin/webhooks')).body,
      (await visit(page, `/admin/webhooks/${id}`, { params: { id } })).body,
      (await visit(editPage, `/admin/webhooks/${id}/edit`, { params: { id } })).body,
    ]
    expect(JSON.stringify(await seen())).not.toContain('whsec_')
    expect(await seen()).toMatchObject([
      { webhooks: [{ id, description: 'Grand livre', status: 'enabled', canSign: true }] },
      {
        webhook: { host: new URL(receiver.url()).host },
        ledger: { deliveries: [], next: null, first: null },
      },
      { webhook: { url: receiver.url('/in') } },
    ])
    const fewer = formOf({ url: receiver.url('/moved') }, ['account.restricted'])
    expect((await visit(edit, `/admin/webhooks/${id}/edit`, { form: fewer, params: { id } })).status).toBe(
      302,
    )
    expect((await say(id, 'test')).body).toMatchObject({ tested: { outcome: 'delivered', answer: 'noted' } })
    expect(receiver.received.at(-1)).toMatchObject({ path: '/moved', json: { type: 'webhook.test' } })
    const rotated = (await say(id, 'rotate')).body as { secret: string }
    expect(rotated.secret).toMatch(/^whsec_/)
    expect(rotated.secret).not.toBe(secret)
    expect((await say(id, 'delete')).headers.get('location')).toBe('/admin/webhooks')
    expect((await visit(page, `/admin/webhooks/${id}`, { params: { id } })).status).toBe(404)
  })

  it('stop, start and send again', async () => {
    const { id } = await scene.endpoint(receiver.url())
    const accountId = await scene.account()
    await scene.restrict(accountId)
    await scene.deliver()
    const [delivery] = await scene.deliveries(id)
    const deliveryId = String(delivery?.id)
    const path = `/admin/webhooks/${id}/deliveries/${deliveryId}`
    expect((await visit(deliveryPage, path, { params: { id, deliveryId } })).body).toMatchObject({
      delivery: { status: 'delivered', accountName: 'Boulangerie Dupont', eventId: delivery?.eventId },
      body: expect.stringContaining(accountId),
      attempts: [{ at: NOON, outcome: 'delivered', httpStatus: 200, answer: 'noted' }],
    })
    expect((await say(id, 'again', { deliveryId })).status).toBe(302)
    expect((await say(id, 'again', { deliveryId })).status).toBe(409)
    expect((await say(id, 'again_failed')).status).toBe(409)
    expect((await say(id, 'disable')).status).toBe(302)
    expect((await say(id, 'disable')).status).toBe(409)
    expect((await say(id, 'again', { deliveryId })).status).toBe(412)
    expect((await say(id, 'enable')).status).toBe(302)
    for (const odd of [
      '?group=nonsense&before=x',
      '?before=0',
      '?before=99999999999999999999',
      '?group=failed',
    ]) {
      const shown = await visit(page, `/admin/webhooks/${id}${odd}`, { params: { id } })
      expect(shown.status).toBe(200)
    }
    for (const deliveryId of ['0', 'x', '-1', '99999999999999999999', '123456789']) {
      expect((await visit(deliveryPage, path, { params: { id, deliveryId } })).status).toBe(404)
    }
  })

  it.each([
    [{ url: 'ftp://ledger.example.com/' }],
    [{ url: 'ledger.example.com' }],
    [{ url: 'https://anna:secret@ledger.example.com/' }],
    [{ url: 'https://ledger.example.com/#part' }],
    [{ url: 'https://169.254.169.254/' }],
    [{ url: 'http://ledger.example.com/' }],
    [{ url: `https://ledger.example.com/${'x'.repeat(2_000)}` }],
    [{ url: '' }],
    [{ url: 'https://ledger.example.com/', description: 'x'.repeat(201) }],
    [{ url: 'https://ledger.example.com/', description: 'a\u0007b' }],
    [{ url: 'https://ledger.example.com/', status: 'enabled' }],
    [{ url: 'https://ledger.example.com/', events: 'account.deleted' }],
  ])('refuse %j', async (fields) => {
    const refused = await visit(create, '/admin/webhooks/new', {
      form: formOf(fields as Record<string, string>),
    })
    expect(refused.status).toBe(422)
  })

  it('refuse an endpoint that hears nothing, and a command that is none', async () => {
    const form = formOf({ url: 'https://ledger.example.com/' }, [])
    expect((await visit(create, '/admin/webhooks/new', { form })).status).toBe(422)
    const { id } = await scene.endpoint(receiver.url())
    expect((await say(id, 'explode')).status).toBe(422)
    expect((await say(id, 'again', { deliveryId: '1.5' })).status).toBe(422)
    expect((await say('nonsense', 'test')).status).toBe(404)
  })
})
