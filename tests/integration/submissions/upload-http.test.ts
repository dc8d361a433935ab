import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request as openRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { system } from '#app/domain/access/actor.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { takeIn } from '#app/domain/submissions/take-in.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import type { Services } from '#app/http/load-context.ts'
import { Submission, SubmissionFile } from '#db/models/requirements.ts'
import { makeScene, type Scene } from '#tests/factories/requirement.ts'
import { pdf, pdfOfSize, picture, type TestFile } from '#tests/factories/submission.ts'
import { BOUNDARY, multipart, serveUploads } from '#tests/factories/upload-server.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
let scene: Scene
let server: Server
let base: string
let cookie: string
let requirementId: string

beforeAll(async () => {
  scene = await makeScene(database.db)
  const services = {
    context: (actor: Actor) => scene.as(actor),
    publicUrl: 'http://vigie.test',
  } as Services
  server = serveUploads(services).listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  cookie = await signIn(services, scene.member)
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
})
beforeEach(async () => {
  requirementId = await scene.request({ documentType: 'identity_document', subject: randomUUID() })
})

async function signIn(services: Services, { userId, role }: Scene['member']): Promise<string> {
  const visitor = { address: '', userAgent: '' }
  const { token } = await openSession(services.context(system('test')), { id: userId, role }, visitor)
  return (await sessionCookie(services).serialize(token)).split(';')[0] ?? ''
}

function open(headers: Record<string, string | number> = {}, id = requirementId): ClientRequest {
  return openRequest(`${base}/requirements/${id}/files`, {
    method: 'POST',
    headers: {
      cookie,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
  })
}

async function answerOf(request: ClientRequest) {
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  // The server may end the connection once it has answered; only an answer that never comes is a fault.
  request.on('error', () => undefined)
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return {
    status: response.statusCode,
    headers: response.headers,
    reply: text.startsWith('{') ? JSON.parse(text) : text,
  }
}

const post = (body: Buffer, headers: Record<string, string | number> = {}, id?: string) => {
  const request = open({ 'content-length': body.length, ...headers }, id)
  request.end(body)
  return answerOf(request)
}
const quarantined = async () => (await scene.stored()).filter((key) => key.startsWith('quarantine/'))

async function nothingStored() {
  expect(await quarantined()).toEqual([])
  expect(await Submission.query(database.db).where({ requirementId })).toEqual([])
}

describe('an upload over HTTP that is refused stores nothing', () => {
  test.each<[string, () => Promise<TestFile> | TestFile, number, RegExp]>([
    ['empty', () => ({ name: 'vide.pdf', type: 'application/pdf', bytes: Buffer.alloc(0) }), 422, /vide/],
    [
      'SVG as PNG',
      () => ({ name: 'a.png', type: 'image/png', bytes: Buffer.from('<svg/>') }),
      415,
      /accepté/,
    ],
    ['GIF', () => picture('gif', 'a.gif'), 415, /accepté/],
    ['PDF as JPEG', () => pdf('a.jpg'), 415, /nom/],
    [
      'HTML behind a PDF header',
      () => ({ name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.4\n<html>') }),
      422,
      /abîmé/,
    ],
    ['10 MB and a byte', () => pdfOfSize(10 * 1024 * 1024 + 1), 413, /10.Mo/],
  ])('%s', async (_, make, status, text) => {
    const { status: got, reply } = await post(multipart([await make(), await pdf()]))
    expect(got).toBe(status)
    expect(reply).toMatchObject({ ok: false, files: [{ position: 0, text: expect.stringMatching(text) }] })
    await nothingStored()
  })

  test('in the language of the reader', async () => {
    const english = { cookie: `${cookie}; vigie_locale=${Buffer.from('"en"').toString('base64')}` }
    const { reply } = await post(multipart([await picture('gif', 'a.gif')]), english)
    expect(reply.message).toMatch(/Nothing was saved/)
  })

  test('a name that is no UTF-8', async () => {
    const file = { ...(await pdf()), rawName: Buffer.from([0x61, 0xff, 0xfe, 0x2e, 0x70, 0x64, 0x66]) }
    expect(await post(multipart([file]))).toMatchObject({ status: 400, reply: { ok: false } })
    await nothingStored()
  })

  test('a field that nobody asked for, no boundary, no multipart, no end', async () => {
    const body = multipart([await pdf()])
    const badForm = { status: 400, reply: { ok: false, files: [] } }
    expect(await post(multipart([await pdf()], { status: 'approved' }))).toMatchObject(badForm)
    expect(await post(body, { 'content-type': 'multipart/form-data' })).toMatchObject(badForm)
    expect(await post(body, { 'content-type': 'application/json' })).toMatchObject(badForm)
    expect(await post(body.subarray(0, body.length - 30))).toMatchObject(badForm)
    expect(await post(body.subarray(0, 400))).toMatchObject(badForm)
    expect(await post(Buffer.alloc(0))).toMatchObject(badForm)
    await nothingStored()
  })

  test('a body above 50 MB, told by its length and found while it streams; the sender reads the answer', async () => {
    const big = await pdfOfSize(10 * 1024 * 1024)
    const body = multipart([big, big, big, big, big, big])
    const answer = { status: 413, reply: { ok: false, message: expect.stringMatching(/50.Mo/) } }
    expect(await post(body)).toMatchObject(answer)
    await nothingStored()
    const chunked = open()
    chunked.end(body)
    expect(await answerOf(chunked)).toMatchObject(answer)
    await nothingStored()
  })

  test('another site, nobody, unknown and foreign requirements', async () => {
    const body = multipart([await pdf()])
    expect((await post(body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post(body, { cookie: '' })).status).toBe(302)
    expect((await post(body, {}, randomUUID())).status).toBe(404)
    expect((await post(body, {}, 'not-an-id')).status).toBe(404)
    const other = await makeScene(database.db)
    const foreign = await other.request()
    expect((await post(body, {}, foreign)).status).toBe(404)
    await nothingStored()
  })

  test('a sender who goes away in the middle', async () => {
    const body = multipart([await pdfOfSize(2 * 1024 * 1024)])
    const request = open({ 'content-length': body.length })
    request.on('error', () => undefined)
    await new Promise((resolve) => request.write(body.subarray(0, body.length / 2), resolve))
    request.destroy()
    await expect.poll(quarantined).toEqual([])
    await nothingStored()
  })
})

describe('an upload over HTTP that is accepted', () => {
  test('arrives from a slow sender in small pieces', async () => {
    const document = await pdf('Pièce d’identité.pdf')
    const body = multipart([document])
    const request = open()
    for (let at = 0; at < body.length; at += 97) {
      await new Promise((resolve) => request.write(body.subarray(at, at + 97), resolve))
      await new Promise(setImmediate)
    }
    request.end()
    const { status, reply, headers } = await answerOf(request)
    expect({ status, reply }).toMatchObject({ status: 200, reply: { ok: true } })
    expect(headers['set-cookie']?.join()).toMatch(/vigie_toast/)
    const [file] = await SubmissionFile.query(database.db).where({ submissionId: reply.submissionId })
    expect(file).toMatchObject({ originalName: 'Pièce d’identité.pdf', bytes: document.bytes.length })
    await takeIn(scene.as(system('take_in')), reply.submissionId)
  })

  test('leaves out file inputs that stayed empty', async () => {
    const blank = { name: '', type: 'application/octet-stream', bytes: Buffer.alloc(0) }
    const photo = await picture('jpeg')
    const { reply } = await post(
      multipart([
        { ...photo, field: 'front' },
        { ...photo, field: 'back' },
        { ...blank, field: 'whole' },
      ]),
    )
    expect(reply).toMatchObject({ ok: true })
    const kept = await SubmissionFile.query(database.db).where({ submissionId: reply.submissionId })
    expect(kept.map(({ side }) => side).sort()).toEqual(['back', 'front'])
    await takeIn(scene.as(system('take_in')), reply.submissionId)
  })

  test('and is then served with headers that let nothing run', async () => {
    const document = await pdf('Été "2026".pdf')
    const { reply } = await post(multipart([document, await picture('jpeg')]))
    await takeIn(scene.as(system('take_in')), reply.submissionId)
    const [file, photo] = await SubmissionFile.query(database.db)
      .where({ submissionId: reply.submissionId })
      .orderBy('position')
    const shown = await fetch(`${base}/files/${file?.id}`, { headers: { cookie } })
    expect(shown.status).toBe(200)
    expect(Buffer.from(await shown.arrayBuffer()).equals(document.bytes)).toBe(true)
    expect(shown.headers.get('content-type')).toBe('application/pdf')
    // No second policy beside it, and no sandbox, which would stop the browser's own viewer.
    expect(shown.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'",
    )
    const saved = await fetch(`${base}/files/${file?.id}?download=1`, { headers: { cookie } })
    await saved.body?.cancel()
    expect(Object.fromEntries(saved.headers)).toMatchObject({
      'content-disposition':
        'attachment; filename="Ete _2026_.pdf"; filename*=UTF-8\'\'%C3%89t%C3%A9%20%222026%22.pdf',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
    })
    const image = await fetch(`${base}/files/${photo?.id}`, { headers: { cookie } })
    await image.body?.cancel()
    expect(image.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
    expect((await fetch(`${base}/files/${randomUUID()}`, { headers: { cookie } })).status).toBe(404)
    expect((await fetch(`${base}/files/..%2f..%2fetc`, { headers: { cookie } })).status).toBe(404)
  })
})
