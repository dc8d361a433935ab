import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { fixedClock, HOUR_MS } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import { withTransaction } from '#app/domain/context.ts'
import { confirmSubscription, findPending } from '#app/domain/subscribers/confirm.ts'
import { manageUrl } from '#app/domain/subscribers/links.ts'
import { changePreferences } from '#app/domain/subscribers/preferences.ts'
import { readSubscription } from '#app/domain/subscribers/read-subscription.ts'
import { type Subscribe, subscribeSchema } from '#app/domain/subscribers/schemas.ts'
import { SUBSCRIBE_LIMITS, subscribe } from '#app/domain/subscribers/subscribe.ts'
import { endSubscriptions, unsubscribe } from '#app/domain/subscribers/unsubscribe.ts'
import { AuditEntry } from '#db/models/audit.ts'
import { Mail, Subscriber } from '#db/models/mail.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { useDatabase } from '#tests/setup/database.ts'

const START = Date.parse('2026-11-23T10:00:00Z')
const DAY = 24 * HOUR_MS
const database = useDatabase()
let cards: string
let network = 0

const at = (afterMs = 0): Context => statusContext(database.db, nobody, fixedClock(new Date(START + afterMs)))

beforeAll(async () => {
  const publisher = await createPublisher(database.db)
  cards = await makeComponent({ ...at(), actor: publisher })
})
beforeEach(() => {
  network++
})

const wishes = {
  locale: 'fr',
  incidents: true,
  maintenance: true,
  components: [],
} satisfies Partial<Subscribe>
const ask = (email: string, fields: Partial<Subscribe> = {}, afterMs = 0) =>
  subscribe(at(afterMs), { email, ...wishes, ...fields }, `192.0.2.${network}`)

const mailsTo = (email: string) =>
  Mail.query(database.db).where({ toAddress: email }).orderBy(['createdAt', 'id'])
const subscriberOf = (email: string) => Subscriber.query(database.db).findOne({ email }).throwIfNotFound()

/** The token in the newest mail to this address. */
async function mailedToken(email: string, template = 'subscription_confirm'): Promise<string> {
  const mail = (await mailsTo(email)).findLast((one) => one.template === template)
  const { pathname } = new URL((mail as { data: { url: string } }).data.url)
  return pathname.split('/').at(-1) ?? ''
}

async function confirmed(email: string): Promise<{ id: string; token: string }> {
  await ask(email)
  const { manageUrl } = await confirmSubscription(at(), await mailedToken(email))
  const [id = '', token = ''] = new URL(manageUrl).pathname.split('/').slice(-2)
  return { id, token }
}

describe('asking to subscribe', () => {
  it('mails a link and subscribes nobody', async () => {
    await ask('a@example.fr', { locale: 'en' })
    const subscriber = await subscriberOf('a@example.fr')
    expect(subscriber).toMatchObject({ status: 'pending', confirmedAt: null, locale: 'en' })
    expect(subscriber.confirmExpiresAt).toEqual(new Date(START + 7 * DAY))
    const [mail] = await mailsTo('a@example.fr')
    expect(mail).toMatchObject({ template: 'subscription_confirm', secret: true, locale: 'en' })
    expect((mail as { data: { url: string } }).data.url).toMatch(
      /^https:\/\/status\.vigie\.test\/status\/confirm\/[\w-]{43}\?lang=en$/,
    )
    expect(subscriber.confirmTokenHash?.toString('utf8')).not.toContain(await mailedToken('a@example.fr'))
  })

  it('again, before confirming, renews link and wishes; the earlier link is over', async () => {
    await ask('b@example.fr')
    const first = await mailedToken('b@example.fr')
    await ask('b@example.fr', { components: [cards], maintenance: false }, 1_000)
    const second = await mailedToken('b@example.fr')
    expect(await findPending(at(1_000), first)).toBeNull()
    await expect(confirmSubscription(at(1_000), first)).rejects.toMatchObject({ code: 'linkOver' })
    await confirmSubscription(at(1_000), second)
    expect(await subscriberOf('b@example.fr')).toMatchObject({
      status: 'confirmed',
      allComponents: false,
      wantsMaintenance: false,
    })
  })

  it('for a known address answers the same, and mails the link to what there is', async () => {
    const { id, token } = await confirmed('c@example.fr')
    expect(await ask('c@example.fr', { incidents: false })).toEqual(await ask('new-c@example.fr'))
    expect(await subscriberOf('c@example.fr')).toMatchObject({ status: 'confirmed', wantsIncidents: true })
    expect(await mailedToken('c@example.fr', 'subscription_known')).toBe(token)
    expect((await mailsTo('c@example.fr')).map(({ template }) => template).sort()).toEqual([
      'subscription_confirm',
      'subscription_known',
    ])
    expect(manageUrl(at().settings, id)).toContain(token)
  })

  it('twice at once makes one subscriber', async () => {
    await Promise.all([ask('d@example.fr'), ask('d@example.fr')])
    expect(await Subscriber.query(database.db).where({ email: 'd@example.fr' })).toHaveLength(1)
    const links = (await mailsTo('d@example.fr')).map((mail) => new URL((mail.data as { url: string }).url))
    const tried = await Promise.allSettled(
      links.map(({ pathname }) => confirmSubscription(at(), pathname.split('/').at(-1) ?? '')),
    )
    expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('for nothing at all, or for a component that is not there, is refused whole', async () => {
    await expect(ask('e@example.fr', { incidents: false, maintenance: false })).rejects.toMatchObject({
      kind: 'Invalid',
      code: 'subscriptionEmpty',
    })
    await expect(ask('e@example.fr', { components: ['zzzzzzzzzzzz'] })).rejects.toMatchObject({
      kind: 'Invalid',
    })
    expect(await mailsTo('e@example.fr')).toEqual([])
    expect(await Subscriber.query(database.db).findOne({ email: 'e@example.fr' })).toBeUndefined()
  })

  it('is limited by address: at the limit it works, above it does not', async () => {
    const { points } = SUBSCRIBE_LIMITS.email
    for (let i = 0; i < points; i++) await ask('limit@example.fr')
    await expect(ask('limit@example.fr')).rejects.toMatchObject({
      kind: 'LimitExceeded',
      facts: { retryAfterSeconds: expect.any(Number) },
    })
    expect(await mailsTo('limit@example.fr')).toHaveLength(points)
    await expect(ask('other@example.fr')).resolves.toBeUndefined()
  })

  it('is limited by network: at the limit it works, above it does not', async () => {
    const { points } = SUBSCRIBE_LIMITS.address
    for (let i = 0; i < points; i++) await ask(`many-${i}@example.fr`)
    await expect(ask('one-more@example.fr')).rejects.toMatchObject({ kind: 'LimitExceeded' })
  })
})

describe('confirming', () => {
  it('works until the link is 7 days old, and not at 7 days', async () => {
    await ask('f@example.fr')
    const token = await mailedToken('f@example.fr')
    expect(await findPending(at(7 * DAY - 1), token)).toEqual({ email: 'f@example.fr' })
    expect(await findPending(at(7 * DAY), token)).toBeNull()
    await expect(confirmSubscription(at(7 * DAY), token)).rejects.toMatchObject({
      kind: 'PreconditionFailed',
      code: 'linkOver',
    })
    await confirmSubscription(at(7 * DAY - 1), token)
    expect((await subscriberOf('f@example.fr')).status).toBe('confirmed')
  })

  it('works once, also when pressed twice at the same moment', async () => {
    await ask('g@example.fr')
    const token = await mailedToken('g@example.fr')
    const pressed = await Promise.allSettled([1, 2].map(() => confirmSubscription(at(), token)))
    expect(pressed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const { id } = await subscriberOf('g@example.fr')
    const entries = await AuditEntry.query(database.db).where({ subjectId: id }).orderBy('id')
    expect(entries.map(({ action }) => action)).toEqual(['subscriber.requested', 'subscriber.confirmed'])
  })

  it.each(['', 'x', 'é'.repeat(50)])('refuses what was never a link: %j', async (token) => {
    expect(await findPending(at(), token)).toBeNull()
    await expect(confirmSubscription(at(), token)).rejects.toMatchObject({ code: 'linkOver' })
  })
})

describe('one’s own link', () => {
  it('shows and changes the subscription', async () => {
    const { id, token } = await confirmed('h@example.fr')
    const wanted = { locale: 'en', incidents: true, maintenance: false, components: [cards] } as const
    await changePreferences(at(), id, token, { ...wanted, components: [cards, cards] })
    expect(await readSubscription(at(), id, token)).toEqual({
      email: 'h@example.fr',
      status: 'confirmed',
      wishes: wanted,
    })
    await changePreferences(at(), id, token, { ...wanted, components: [] })
    expect(await subscriberOf('h@example.fr')).toMatchObject({ allComponents: true })
  })

  it('opens no other subscription', async () => {
    const mine = await confirmed('i@example.fr')
    const theirs = await confirmed('j@example.fr')
    for (const [id, token] of [
      [theirs.id, mine.token],
      [theirs.id, ''],
      ['00000000-0000-4000-8000-000000000000', mine.token],
      ['not-an-id', mine.token],
    ] as const) {
      for (const attempt of [
        () => readSubscription(at(), id, token),
        () => unsubscribe(at(), id, token),
        () => changePreferences(at(), id, token, { ...wishes, locale: 'en' }),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ kind: 'NotFound' })
      }
    }
    expect(await subscriberOf('j@example.fr')).toMatchObject({ status: 'confirmed', locale: 'fr' })
  })

  it('ends it; again, it stays ended and nothing more is written', async () => {
    const { id, token } = await confirmed('k@example.fr')
    await unsubscribe(at(1_000), id, token)
    await unsubscribe(at(2_000), id, token)
    expect(await subscriberOf('k@example.fr')).toMatchObject({
      status: 'unsubscribed',
      endedAt: new Date(START + 1_000),
    })
    const entries = await AuditEntry.query(database.db).where({
      subjectId: id,
      action: 'subscriber.unsubscribed',
    })
    expect(entries).toHaveLength(1)
    await expect(changePreferences(at(), id, token, wishes)).rejects.toMatchObject({
      code: 'subscriptionEnded',
    })
  })

  it('leaves the way back open, by confirming anew', async () => {
    const { id, token } = await confirmed('l@example.fr')
    await unsubscribe(at(), id, token)
    await ask('l@example.fr', {}, 1_000)
    expect((await readSubscription(at(), id, token)).status).toBe('pending')
    await confirmSubscription(at(1_000), await mailedToken('l@example.fr'))
    expect(await subscriberOf('l@example.fr')).toMatchObject({ status: 'confirmed', endedAt: null })
  })
})

it('a suppressed address stays suppressed when it is told again', async () => {
  const { id } = await confirmed('m@example.fr')
  await withTransaction(at(), (tx) => endSubscriptions(tx, [id], 'suppressed', '550 5.1.1 gone'))
  await withTransaction(at(), (tx) => endSubscriptions(tx, [id], 'unsubscribed', 'asked'))
  expect(await subscriberOf('m@example.fr')).toMatchObject({
    status: 'suppressed',
    endReason: '550 5.1.1 gone',
  })
})

describe('the form', () => {
  const parse = (fields: object) => subscribeSchema.safeParse({ locale: 'fr', incidents: 'on', ...fields })

  it('takes an address as people type it', () => {
    expect(parse({ email: '  Marie.Curie@Example.FR ' }).data).toMatchObject({
      email: 'marie.curie@example.fr',
      incidents: true,
      maintenance: false,
      components: [],
    })
  })

  it.each([
    ['no address', {}],
    ['no address at all', { email: 'marie' }],
    ['two addresses', { email: 'a@example.fr, b@example.fr' }],
    ['a header', { email: 'a@example.fr\r\nBcc: b@example.fr' }],
    ['an address of 255 characters', { email: `${'a'.repeat(244)}@example.fr` }],
    ['an unknown field', { email: 'a@example.fr', admin: 'on' }],
    ['another language', { email: 'a@example.fr', locale: 'de' }],
    ['a component of the wrong form', { email: 'a@example.fr', components: ["'; drop table"] }],
  ])('refuses %s', (_, fields) => {
    expect(parse(fields).success).toBe(false)
  })
})
