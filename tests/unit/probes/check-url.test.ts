import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkUrl, type Question } from '#app/domain/probes/check-url.ts'
import { GOOD_NEWS, type MoodyServer, startBabbler, startMoodyServer } from '#tests/factories/moody-server.ts'

let server: MoodyServer
let babbler: Awaited<ReturnType<typeof startBabbler>>
beforeAll(async () => {
  server = await startMoodyServer()
  babbler = await startBabbler()
})
afterAll(async () => {
  await server.stop()
  await babbler.stop()
})

const ask = (url: string, fields: Partial<Question> = {}) =>
  checkUrl({
    method: 'GET',
    url,
    expectedFrom: 200,
    expectedUntil: 299,
    expectedText: null,
    timeoutSeconds: 5,
    ...fields,
  })
const looking = { expectedText: GOOD_NEWS }
const impatient = { timeoutSeconds: 0.1 }

it.each<[string, Partial<Question>, string, number | null]>([
  ['/ok', {}, 'ok', 200],
  ['/ok', { method: 'HEAD' }, 'ok', 200],
  ['/ok', looking, 'ok', 200],
  ['/503', {}, 'status', 503],
  ['/503', { expectedFrom: 500, expectedUntil: 503 }, 'ok', 503],
  ['/503', { expectedFrom: 500, expectedUntil: 502 }, 'status', 503],
  ['/lie', looking, 'text', 200],
  ['/redirect', {}, 'status', 302],
  ['/hang', impatient, 'timeout', null],
  ['/trickle', { ...looking, ...impatient }, 'timeout', null],
  ['/early', {}, 'closed', null],
  ['/upgrade', {}, 'closed', null],
  ['/cut', looking, 'closed', null],
  ['/cut', {}, 'ok', 200],
  ['/late', looking, 'ok', 200],
  ['/too-late', looking, 'text', 200],
])('%s %j is %s', async (path, fields, outcome, httpStatus) => {
  expect(await ask(server.url(path), fields)).toMatchObject({ outcome, httpStatus })
})

it('tells what kept an answer away', async () => {
  expect(await ask('http://nowhere.invalid/')).toMatchObject({ outcome: 'dns', httpStatus: null })
  expect(await ask('http://127.0.0.1:1/')).toMatchObject({ outcome: 'refused' })
  expect(await ask(server.url().replace('http:', 'https:'))).toMatchObject({ outcome: 'tls' })
  expect(await ask(`http://127.0.0.1:${babbler.port}/`)).toMatchObject({ outcome: 'protocol' })
})

it('reads no further than it must', async () => {
  expect(await ask(server.url('/endless'), looking)).toMatchObject({ outcome: 'text' })
  expect(server.sent).toBeLessThan(8 * 1024 * 1024)
})

it('says who asks, and for how long it waited', async () => {
  await ask(server.url('/ok'))
  expect(server.asked.at(-1)).toMatchObject({ 'user-agent': 'Vigie-Probe', host: `127.0.0.1:${server.port}` })
  const { responseMs } = await ask(server.url('/hang'), impatient)
  expect(responseMs).toBeGreaterThanOrEqual(99)
})
