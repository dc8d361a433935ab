import { beforeAll, describe, expect, it } from 'vitest'
import { action as confirm, loader as confirmPage } from '#app/routes/status/confirm.tsx'
import { action as subscribe, loader as subscribePage } from '#app/routes/status/subscribe.tsx'
import { action as manage, loader as managePage } from '#app/routes/status/subscription.tsx'
import { AuditEntry } from '#db/models/audit.ts'
import { Mail, Subscriber } from '#db/models/mail.ts'
import { openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let site: ReturnType<typeof openSite>
beforeAll(() => {
  site = openSite(database.db)
})

const subscriberOf = (email: string) => Subscriber.query(database.db).findOne({ email }).throwIfNotFound()
const wishes = { locale: 'fr', incidents: 'on', maintenance: 'on' }

async function ask(email: string) {
  const answer = await site.visit(subscribe, '/status/subscribe', { form: { email, ...wishes } })
  const mail = await Mail.query(database.db).where({ toAddress: email }).orderBy('createdAt', 'desc').first()
  const url = mail ? new URL((mail.data as { url: string }).url) : undefined
  return { answer, token: url?.pathname.split('/').at(-1) ?? '' }
}

async function subscribed(email: string): Promise<{ id: string; token: string }> {
  const { token } = await ask(email)
  const answer = await site.visit(confirm, `/status/confirm/${token}`, { form: {}, params: { token } })
  const [id = '', own = ''] = new URL(answer.headers.get('location') ?? '').pathname.split('/').slice(-2)
  return { id, token: own }
}

const open = (page: unknown, { id, token }: { id: string; token: string }, visit = {}) =>
  site.visit(page, `/status/subscription/${id}/${token}`, { params: { id, token }, ...visit })

describe('subscribing', () => {
  it('answers the same to a new, a waiting and a known address', async () => {
    await subscribed('known@example.fr')
    const answers = [
      (await ask('new@example.fr')).answer,
      (await ask('new@example.fr')).answer,
      (await ask('known@example.fr')).answer,
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(302)
      expect(answer.headers.get('location')).toBe('/status/subscribe?sent&lang=fr')
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
  })

  it('says what to mend and keeps what was typed', async () => {
    const form = { email: 'marie', ...wishes }
    const { status, body } = await site.visit(subscribe, '/status/subscribe', { form })
    expect(status).toBe(422)
    expect(body).toMatchObject({
      result: { initialValue: { email: 'marie' }, error: { email: ['field.email'] } },
    })
  })

  it('is refused from another site', async () => {
    const answer = await site.visit(subscribe, '/status/subscribe', {
      form: { email: 'x@example.fr', ...wishes },
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' },
    })
    expect(answer.status).toBe(403)
  })

  it('has a page of its own, also while no status is known', async () => {
    expect(await site.visit(subscribePage, '/status/subscribe')).toMatchObject({
      status: 200,
      body: { groups: [], sent: false },
    })
  })
})

describe('the confirming link', () => {
  it('does nothing when it is only looked at, however often', async () => {
    const { token } = await ask('scanned@example.fr')
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await site.visit(confirmPage, `/status/confirm/${token}`, { params: { token }, method })
      expect(page).toMatchObject({ status: 200, body: { pending: { email: 'scanned@example.fr' } } })
    }
    const subscriber = await subscriberOf('scanned@example.fr')
    expect(subscriber.status).toBe('pending')
    const entries = await AuditEntry.query(database.db).where({ subjectId: subscriber.id })
    expect(entries.map(({ action }) => action)).toEqual(['subscriber.requested'])
  })

  it('confirms when its button is pressed, and is over afterwards', async () => {
    const { token } = await ask('pressed@example.fr')
    const press = () => site.visit(confirm, `/status/confirm/${token}`, { form: {}, params: { token } })
    expect((await press()).status).toBe(302)
    expect((await subscriberOf('pressed@example.fr')).status).toBe('confirmed')
    expect((await press()).status).toBe(412)
    const page = await site.visit(confirmPage, `/status/confirm/${token}`, { params: { token } })
    expect(page).toMatchObject({ status: 410, body: { pending: null } })
  })
})

describe('the page of a subscription', () => {
  it('changes it', async () => {
    const mine = await subscribed('change@example.fr')
    const form = { intent: 'change', locale: 'en', incidents: 'on' }
    expect((await open(manage, mine, { form })).status).toBe(302)
    expect(await open(managePage, mine)).toMatchObject({
      body: { status: 'confirmed', wishes: { locale: 'en', incidents: true, maintenance: false } },
    })
  })

  it('refuses to want nothing, and changes nothing', async () => {
    const mine = await subscribed('nothing@example.fr')
    const answer = await open(manage, mine, { form: { intent: 'change', locale: 'en' } })
    expect(answer.status).toBe(422)
    expect(await subscriberOf('nothing@example.fr')).toMatchObject({ locale: 'fr', wantsIncidents: true })
  })

  it('stops it', async () => {
    const mine = await subscribed('stop@example.fr')
    expect((await open(manage, mine, { form: { intent: 'stop' } })).status).toBe(302)
    expect(await open(managePage, mine)).toMatchObject({ body: { status: 'unsubscribed' } })
    const again = await open(manage, mine, { form: { intent: 'change', locale: 'fr', incidents: 'on' } })
    expect(again.status).toBe(412)
  })

  it('is not found with the token of another', async () => {
    const mine = await subscribed('mine@example.fr')
    const theirs = await subscribed('theirs@example.fr')
    const mixed = { id: theirs.id, token: mine.token }
    expect((await open(managePage, mixed)).status).toBe(404)
    expect((await open(manage, mixed, { form: { intent: 'stop' } })).status).toBe(404)
    const oneClick = { form: { 'List-Unsubscribe': 'One-Click' } }
    expect((await open(manage, mixed, oneClick)).status).toBe(404)
    expect((await subscriberOf('theirs@example.fr')).status).toBe('confirmed')
  })
})

describe('one click in the mail program (RFC 8058)', () => {
  // A mail provider's server posts: no cookie, no Origin, no Sec-Fetch-Site.
  const headers = { origin: '', 'sec-fetch-site': '' }

  it.each(['urlencoded', 'multipart'])('ends the subscription, sent as %s, twice', async (how) => {
    const email = `${how}@example.fr`
    const mine = await subscribed(email)
    const form = new FormData()
    form.set('List-Unsubscribe', 'One-Click')
    const body = how === 'multipart' ? form : { 'List-Unsubscribe': 'One-Click' }
    for (let time = 0; time < 2; time++) {
      const answer = await open(manage, mine, { form: body, headers })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
    expect((await subscriberOf(email)).status).toBe('unsubscribed')
  })

  it('does nothing on GET', async () => {
    const mine = await subscribed('prefetched@example.fr')
    await open(managePage, mine, { headers })
    expect((await subscriberOf('prefetched@example.fr')).status).toBe('confirmed')
  })
})
