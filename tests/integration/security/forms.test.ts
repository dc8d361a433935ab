import type { AppLoadContext } from '@remix-run/node'
import { describe, expect, test } from 'vitest'
import { readForm } from '#app/http/body.server.ts'
import { toastCookie } from '#app/http/cookies.server.ts'
import { rootData } from '#app/http/root-data.server.ts'

const send = (body: string) =>
  readForm(
    new Request('http://vigie.test/sign-in', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    'reference',
  )

describe('fields that cost the form parser more than they cost the sender', () => {
  test.each([
    ['one name, a hundred thousand times', 'a&'.repeat(100_000)],
    ['an index of ten digits', 'email[4294967294]=1'],
    ['an index of four digits', 'components[1000].id=1'],
    ['ten thousand dots', `a${'.a'.repeat(10_000)}=1`],
    ['the prototype', '__proto__.admin=1'],
    ['an order to the form parser', '__intent__={'],
    ['two lists', 'a[999].x=1&b[999].x=1'],
    ['a very long name', `${'a'.repeat(65)}=1`],
  ])('are refused: %s', async (_what, body) => {
    await expect(send(body)).rejects.toMatchObject({ init: { status: 400 } })
  })

  test('those of our own forms come through', async () => {
    const body = `components[999].id=x&components[999].status=y&${'componentIds=z&'.repeat(500)}List-Unsubscribe=One-Click`
    expect([...(await send(body))]).toHaveLength(503)
  })
})

describe('what a page tells once', () => {
  const told = async (path: string, cookie: string) => {
    const request = new Request(`http://vigie.test${path}`, { headers: { cookie } })
    const context = {
      services: { publicUrl: 'http://vigie.test', provider: { name: 'Vigie', supportEmail: 'a@vigie.test' } },
      requestId: 'reference',
    } as unknown as AppLoadContext
    const answer = await rootData({ request, context, params: {} })
    return { toast: answer.data.toast, cookies: new Headers(answer.init?.headers).getSetCookie() }
  }
  const pair = async (value: unknown) => (await toastCookie.serialize(value)).split(';', 1)[0] ?? ''

  test('stands on a page of one reader, and never on a public one that caches share', async () => {
    const cookie = await pair({ kind: 'error', message: 'Call 0899' })
    expect((await told('/sign-in', cookie)).toast).toEqual({ kind: 'error', message: 'Call 0899' })
    for (const path of ['/status', '/status/en', '/status/history', '/status/incidents/x']) {
      expect(await told(path, cookie), path).toEqual({ toast: null, cookies: [] })
    }
  })

  test('is nothing when the cookie holds anything else', async () => {
    const odd = [{}, [], 'text', 5, { kind: 'other', message: 'x' }, { kind: 'info', message: { a: 1 } }]
    const cookies = [...(await Promise.all(odd.map(pair))), 'vigie_toast=!!!', 'vigie_toast=%E0%A4%A']
    for (const cookie of cookies) expect((await told('/sign-in', cookie)).toast, cookie).toBeNull()
  })
})
