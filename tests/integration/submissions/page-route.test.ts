import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { system } from '#app/domain/access/actor.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { openPage } from '#app/domain/submissions/open-page.ts'
import { submitDocuments } from '#app/domain/submissions/submit.ts'
import { takeIn } from '#app/domain/submissions/take-in.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import type { Services } from '#app/http/load-context.ts'
import { SubmissionFile } from '#db/models/requirements.ts'
import { auditOf, makeScene, NOW, type Scene } from '#tests/factories/requirement.ts'
import { formOf, pdf } from '#tests/factories/submission.ts'
import { serveUploads } from '#tests/factories/upload-server.ts'
import { useDatabase } from '#tests/setup/database.ts'

vi.setConfig({ hookTimeout: 60_000 })

const database = useDatabase()
let scene: Scene
let stranger: Scene
let server: Server
let base: string
let fileId: string
const cookies = new Map<Actor, string>()

beforeAll(async () => {
  scene = await makeScene(database.db)
  stranger = await makeScene(database.db)
  const services = {
    context: (actor: Actor) => scene.as(actor),
    publicUrl: 'http://vigie.test',
  } as Services
  server = serveUploads(services).listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const requirementId = await scene.request()
  const form = formOf([await pdf('extrait.pdf', 3)])
  const answer = await submitDocuments(scene.as(scene.member), { requirementId, form })
  const submissionId = answer.outcome === 'accepted' ? answer.submissionId : ''
  await takeIn(scene.as(system('take_in')), submissionId)
  fileId = (await SubmissionFile.query(database.db).findOne({ submissionId }).throwIfNotFound()).id
  for (const actor of [scene.member, scene.officer, stranger.member]) {
    const visitor = { address: '', userAgent: '' }
    const session = { id: actor.userId, role: actor.role }
    const { token } = await openSession(scene.as(system('test')), session, visitor)
    cookies.set(actor, (await sessionCookie(services).serialize(token)).split(';')[0] ?? '')
  }
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const get = (actor: Actor | null, page: string) =>
  fetch(`${base}/files/${fileId}/pages/${page}`, {
    headers: { cookie: (actor && cookies.get(actor)) ?? '' },
    redirect: 'manual',
  })

test('a page is an image that lets nothing run, for its account and for officers', async () => {
  for (const actor of [scene.member, scene.officer]) {
    const answer = await get(actor, '2')
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-disposition': `inline; filename="page-2.webp"; filename*=UTF-8''page-2.webp`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.toString('latin1', 8, 12)).toBe('WEBP')
  }
})

test('a page that is not there, and a file of another account, do not exist', async () => {
  for (const page of ['0', '4', '999', '01', '1.webp', '-1', '99999999999', '..%2f1', 'x']) {
    expect([page, (await get(scene.officer, page)).status]).toEqual([page, 404])
  }
  expect((await get(stranger.member, '1')).status).toBe(404)
  const answer = await get(null, '1')
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toMatch(/^\/sign-in/)
  await expect(
    openPage(scene.as({ ...scene.officer, role: 'publisher' }), { fileId, page: 1 }),
  ).rejects.toMatchObject({ kind: 'Forbidden' })
})

test('the pages that a reader looks at are one reading of the file, for an hour', async () => {
  const readings = async () => (await auditOf(database.db, fileId)).length
  const before = await readings()
  const at = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString()
  const read = async (ms: number, page: number) => {
    const { body } = await openPage(scene.as(scene.officer, at(ms)), { fileId, page })
    await body.cancel()
  }
  const later = 5 * 3_600_000
  await Promise.all([1, 2, 3].map((page) => read(later, page)))
  expect(await readings()).toBe(before + 1)
  await read(later + 3_599_999, 1)
  expect(await readings()).toBe(before + 1)
  await read(later + 3_600_000, 1)
  expect(await readings()).toBe(before + 2)
})
