import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { nobody } from '#app/domain/access/actor.ts'
import { readRequirement } from '#app/domain/home/read-requirement.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { MAX_FILE_BYTES, MAX_FILES } from '#app/domain/submissions/schemas.ts'
import { type FormPart, submitDocuments } from '#app/domain/submissions/submit.ts'
import { rows } from '#db/client.ts'
import { Submission, SubmissionFile } from '#db/models/requirements.ts'
import { auditOf, makeScene, type Scene } from '#tests/factories/requirement.ts'
import { formOf, pdf, pdfOfSize, picture, type TestFile } from '#tests/factories/submission.ts'
import { addUser } from '#tests/factories/user.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const scene = () => makeScene(database.db)
const refusal = (kind: string, code: string) => expect.objectContaining({ kind, code })
const send = (made: Scene, requirementId: string, form: AsyncIterable<FormPart>, actor = made.member) =>
  submitDocuments(made.as(actor), { requirementId, form })
const files = (requirementId: string) =>
  SubmissionFile.query(database.db)
    .whereIn('submissionId', Submission.query(database.db).select('id').where({ requirementId }))
    .orderBy('position')
async function nothingStored(made: Scene, requirementId: string) {
  expect(await made.stored()).toEqual([])
  expect(await files(requirementId)).toEqual([])
  expect(await made.requirement(requirementId)).toMatchObject({ status: 'requested', version: 1 })
}

describe('an answer', () => {
  test('is kept in quarantine, stops the clock and queues intake, all at once', async () => {
    const made = await scene()
    const id = await made.request()
    const answer = await send(made, id, formOf([await pdf('../../RIB\u202E.pdf'), await picture('jpeg')]))
    expect(answer).toMatchObject({ outcome: 'accepted', repeated: false })
    const [document, photo] = await files(id)
    expect(document).toMatchObject({ originalName: 'RIB.pdf', mediaType: 'application/pdf', side: 'whole' })
    expect(photo).toMatchObject({ originalName: 'photo.jpeg', state: 'quarantined', position: 1 })
    expect((await made.stored()).sort()).toEqual([document?.storageKey, photo?.storageKey].sort())
    expect(document?.storageKey).toMatch(/^quarantine\/[0-9a-f-]{36}$/)
    expect(await made.requirement(id)).toMatchObject({ status: 'submitted', deadlineAt: null })
    const { submissionId } = answer as { submissionId: string }
    expect(await auditOf(database.db, submissionId)).toEqual(['submission.sent'])
    expect(await auditOf(database.db, id)).toContain('requirement.clock_paused')
    const queued = await rows(
      database.db,
      `select 1 from graphile_worker.jobs where key = :key and task_identifier = 'take_in'`,
      { key: `take_in:${submissionId}` },
    )
    expect(queued).toHaveLength(1)
  })

  test('sent twice by the same form has one answer, one after the other and at once', async () => {
    const made = await scene()
    const document = await pdf()
    const id = await made.request()
    const submitKey = randomUUID()
    const [a, b] = await Promise.all([
      send(made, id, formOf([document], { submitKey })),
      send(made, id, formOf([document], { submitKey })),
    ])
    const c = await send(made, id, formOf([document], { submitKey }))
    const ids = [a, b, c].map((answer) => answer.outcome === 'accepted' && answer.submissionId)
    expect(new Set(ids).size).toBe(1)
    expect([a, b, c].filter((answer) => answer.outcome === 'accepted' && answer.repeated)).toHaveLength(2)
    expect(await files(id)).toHaveLength(1)
    expect(await made.stored()).toHaveLength(1)
  })

  test('sent twice by two forms at once keeps both; the later one waits for review', async () => {
    const made = await scene()
    const document = await pdf()
    const id = await made.request()
    await Promise.all([send(made, id, formOf([document])), send(made, id, formOf([document]))])
    const statuses = await Submission.query(database.db).where({ requirementId: id }).orderBy('status')
    expect(statuses.map(({ status }) => status)).toEqual(['submitted', 'superseded'])
    const { ledger } = await readRequirement(made.as(made.member), id)
    expect(ledger.map(({ kind }) => kind)).toEqual(['started', 'paused'])
    expect(await made.stored()).toHaveLength(2)
  })

  test('still finds the first answer after the requirement has ended', async () => {
    const made = await scene()
    const id = await made.request()
    const submitKey = randomUUID()
    const first = await send(made, id, formOf([await pdf()], { submitKey }))
    await waiveRequirement(made.as(made.officer), { requirementId: id, reason: 'Inutile.' })
    const again = await send(made, id, formOf([await pdf()], { submitKey }))
    expect(again).toEqual({ ...first, repeated: true })
    await expect(send(made, id, formOf([await pdf()]))).rejects.toEqual(
      refusal('PreconditionFailed', 'upload.notOpen'),
    )
    expect(await made.stored()).toHaveLength(1)
  })

  test('shows both sides where the type has two, or the whole at once', async () => {
    const made = await scene()
    const photo = await picture('jpeg')
    const ask = (subject: string) => made.request({ documentType: 'identity_document', subject })
    const [a, b] = [await ask('A'), await ask('B')]
    const front = { ...photo, field: 'front' }
    const back = { ...photo, field: 'back' }
    await expect(send(made, a, formOf([front]))).rejects.toEqual(refusal('Invalid', 'upload.sidesMissing'))
    await expect(send(made, a, formOf([back]))).rejects.toEqual(refusal('Invalid', 'upload.sidesMissing'))
    await nothingStored(made, a)
    expect(await send(made, a, formOf([front, back]))).toMatchObject({ outcome: 'accepted' })
    expect((await files(a)).map(({ side }) => side)).toEqual(['front', 'back'])
    expect(await send(made, b, formOf([{ ...photo, field: 'whole' }]))).toMatchObject({ outcome: 'accepted' })
    const oneSided = await made.request()
    await expect(send(made, oneSided, formOf([front]))).rejects.toEqual(refusal('Invalid', 'upload.badForm'))
  })
})

describe('a refused answer leaves nothing', () => {
  test('when one file of several is at fault: all are refused, the one is named', async () => {
    const made = await scene()
    const id = await made.request()
    const svg: TestFile = { name: 'logo.png', type: 'image/png', bytes: Buffer.from('<svg/>') }
    const empty: TestFile = { name: 'vide.pdf', type: 'application/pdf', bytes: new Uint8Array() }
    const answer = await send(made, id, formOf([await pdf(), svg, empty]))
    expect(answer).toEqual({
      outcome: 'refused',
      files: [
        { position: 1, side: 'whole', name: 'logo.png', code: 'typeNotAllowed' },
        { position: 2, side: 'whole', name: 'vide.pdf', code: 'empty' },
      ],
    })
    await nothingStored(made, id)
  })

  test('when a file is one byte above 10 MB; at 10 MB it is taken', async () => {
    const made = await scene()
    const id = await made.request()
    const above = await pdfOfSize(MAX_FILE_BYTES + 1)
    expect(await send(made, id, formOf([above]))).toMatchObject({ files: [{ code: 'tooLarge' }] })
    await nothingStored(made, id)
    const limit = await pdfOfSize(MAX_FILE_BYTES)
    expect(await send(made, id, formOf([limit]))).toMatchObject({ outcome: 'accepted' })
  })

  test('when there are eleven files; ten are taken', async () => {
    const made = await scene()
    const id = await made.request()
    const photo = await picture('jpeg')
    const many = (count: number) => formOf(Array.from({ length: count }, () => photo))
    await expect(send(made, id, many(MAX_FILES + 1))).rejects.toEqual(
      refusal('Invalid', 'upload.tooManyFiles'),
    )
    await nothingStored(made, id)
    expect(await send(made, id, many(MAX_FILES))).toMatchObject({ outcome: 'accepted' })
  })

  test('when all files together pass 50 MB; at 50 MB they are taken', async () => {
    const made = await scene()
    const id = await made.request()
    const big = await pdfOfSize(MAX_FILE_BYTES)
    const five = [big, big, big, big, big]
    await expect(send(made, id, formOf([...five, await pdf()]))).rejects.toEqual(
      refusal('Invalid', 'upload.totalTooLarge'),
    )
    await nothingStored(made, id)
    expect(await send(made, id, formOf(five))).toMatchObject({ outcome: 'accepted' })
  })

  test('when the connection breaks in the second file', async () => {
    const made = await scene()
    const id = await made.request()
    const document = await pdf()
    async function* broken(): AsyncGenerator<FormPart> {
      yield* formOf([document])
      async function* body() {
        yield document.bytes.subarray(0, 100)
        throw new Error('the connection is gone')
      }
      yield {
        kind: 'file',
        field: 'whole',
        file: { name: 'b.pdf', declaredType: 'application/pdf', body: body() },
      }
    }
    await expect(send(made, id, broken())).rejects.toThrow('the connection is gone')
    await nothingStored(made, id)
  })

  test('when there is no file, no key, a key twice, or a field that nobody asked for', async () => {
    const made = await scene()
    const id = await made.request()
    const field = (name: string, value: string): FormPart => ({ kind: 'field', name, value })
    async function* fields(...parts: FormPart[]) {
      yield* parts
    }
    const key = field('submit_key', randomUUID())
    await expect(send(made, id, fields(key))).rejects.toEqual(refusal('Invalid', 'upload.noFile'))
    for (const form of [
      fields(),
      fields(key, key),
      fields(field('submit_key', 'x')),
      fields(key, field('status', 'approved')),
      formOf([{ ...(await pdf()), field: 'avatar' }]),
    ]) {
      await expect(send(made, id, form)).rejects.toEqual(refusal('Invalid', 'upload.badForm'))
    }
    await nothingStored(made, id)
  })

  test('when the requirement is unknown, another account’s, or the sender no member', async () => {
    const made = await scene()
    const id = await made.request()
    const stranger = (await scene()).member
    const form = async () => formOf([await pdf()])
    const unknown = '00000000-0000-4000-8000-000000000000'
    await expect(send(made, unknown, await form())).rejects.toEqual(refusal('NotFound', 'notFound'))
    await expect(send(made, id, await form(), stranger)).rejects.toEqual(refusal('NotFound', 'notFound'))
    await expect(send(made, id, await form(), made.officer)).rejects.toEqual(
      refusal('Forbidden', 'forbidden'),
    )
    await expect(submitDocuments(made.as(nobody), { requirementId: id, form: await form() })).rejects.toEqual(
      refusal('Forbidden', 'forbidden'),
    )
    await nothingStored(made, id)
  })

  test('when it is the member’s thirty-first of the hour; a colleague still may', async () => {
    const made = await scene()
    const id = await made.request()
    async function* nothing(): AsyncGenerator<FormPart> {}
    for (let n = 0; n < 30; n += 1) {
      await expect(send(made, id, nothing())).rejects.toEqual(refusal('Invalid', 'upload.badForm'))
    }
    await expect(send(made, id, formOf([await pdf()]))).rejects.toEqual(
      refusal('LimitExceeded', 'upload.tooOften'),
    )
    const colleague = await addUser(made.as(made.officer), 'member', { accountId: made.account.id })
    expect(await send(made, id, formOf([await pdf()]), colleague)).toMatchObject({ outcome: 'accepted' })
  })
})
