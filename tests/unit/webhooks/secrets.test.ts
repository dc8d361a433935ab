import { expect, it } from 'vitest'
import { fixedClock, HOUR_MS } from '#app/domain/clock.ts'
import { newWebhookSecret, openSecret, sealSecret } from '#app/domain/webhooks/secrets.ts'
import { signWebhook } from '#app/domain/webhooks/sign.ts'

const settings = { secret: 'a secret of the tests alone' }
const id = '5bd0a2e4-93b2-4a52-8d3b-0b6f1f2d9a11'

it('is kept so that the database alone cannot sign', () => {
  const secret = newWebhookSecret()
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const sealed = sealSecret(settings, id, secret)
  expect(sealed.includes(Buffer.from(secret.slice(6)))).toBe(false)
  expect(sealSecret(settings, id, secret)).not.toEqual(sealed)
  expect(openSecret(settings, id, sealed)).toBe(secret)
})

it('opens under no other key, in no other row, and not when a bit was changed', () => {
  const sealed = sealSecret(settings, id, newWebhookSecret())
  expect(openSecret({ secret: 'another' }, id, sealed)).toBeNull()
  expect(openSecret(settings, id.replace(/^5/, '6'), sealed)).toBeNull()
  for (let at = 0; at < sealed.length; at += 1) {
    const touched = Buffer.from(sealed)
    touched[at] = (touched[at] ?? 0) ^ 1
    expect(openSecret(settings, id, touched)).toBeNull()
  }
  expect(openSecret(settings, id, Buffer.alloc(0))).toBeNull()
})

it('signs nothing when the present one cannot be opened, and with the present one alone when the past one cannot', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  const ctx = { clock: fixedClock(now), settings: { ...settings } as never }
  const lost = sealSecret({ secret: 'before' }, id, newWebhookSecret())
  const endpoint = {
    id,
    secret: sealSecret(settings, id, newWebhookSecret()),
    previousSecret: lost,
    previousUntil: new Date(now.getTime() + HOUR_MS),
  }
  const message = { id: 'm', body: '{}' }
  expect(signWebhook(ctx, endpoint, message)?.['webhook-signature']).toMatch(/^v1,\S+$/)
  expect(signWebhook(ctx, { ...endpoint, secret: lost }, message)).toBeNull()
})
