import { describe, expect, test } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { readRequirement } from '#app/domain/home/read-requirement.ts'
import { openFile } from '#app/domain/submissions/open-file.ts'
import { removeOrphans } from '#app/domain/submissions/remove-orphans.ts'
import { submitDocuments } from '#app/domain/submissions/submit.ts'
import { takeIn } from '#app/domain/submissions/take-in.ts'
import { Submission, SubmissionFile } from '#db/models/requirements.ts'
import { StorageError } from '#storage/contract.ts'
import { auditOf, makeScene, NOW, type Scene } from '#tests/factories/requirement.ts'
import { formOf, pdf, picture, type TestFile } from '#tests/factories/submission.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const worker = system('take_in')
const refusal = (kind: string, code: string) => expect.objectContaining({ kind, code })

/** A submission that has just been sent. */
async function sent(files?: TestFile[]) {
  const made = await makeScene(database.db)
  const requirementId = await made.request()
  const answer = await send(made, requirementId, files)
  return { made, requirementId, submissionId: answer }
}
async function send(made: Scene, requirementId: string, files?: TestFile[]) {
  const form = formOf(files ?? [await pdf(), await picture('jpeg')])
  const answer = await submitDocuments(made.as(made.member), { requirementId, form })
  return answer.outcome === 'accepted' ? answer.submissionId : 'refused'
}
const submission = async (id: string) => await Submission.query(database.db).findById(id).throwIfNotFound()
const files = (submissionId: string) =>
  SubmissionFile.query(database.db).where({ submissionId }).orderBy('position')

/** A store that dies after so many copies, as a killed process would see it. */
function dyingAfter(ctx: Context, copies: number): Context {
  let left = copies
  return {
    ...ctx,
    storage: {
      ...ctx.storage,
      async copy(...args) {
        if (left === 0) throw new StorageError('unavailable', 'killed')
        left -= 1
        await ctx.storage.copy(...args)
      },
    },
  }
}

describe('intake', () => {
  test('moves the untouched originals to the archive and hands over to the officers', async () => {
    const document = await pdf()
    const { made, requirementId, submissionId } = await sent([document])
    await takeIn(made.as(worker), submissionId)
    const [file] = await files(submissionId)
    expect(file).toMatchObject({ state: 'kept', storageKey: `documents/${made.account.id}/${file?.id}` })
    expect(await made.stored()).toEqual([`derivatives/${file?.id}/1.webp`, file?.storageKey])
    expect(await submission(submissionId)).toMatchObject({ status: 'in_review', version: 2 })
    expect(await made.requirement(requirementId)).toMatchObject({ status: 'in_review', deadlineAt: null })
    const opened = await openFile(made.as(made.officer), { fileId: file?.id ?? '', purpose: 'view' })
    const bytes = await new Response(opened.body).arrayBuffer()
    expect(Buffer.from(bytes).equals(document.bytes)).toBe(true)
  })

  test('run again changes nothing', async () => {
    const { made, submissionId } = await sent()
    await takeIn(made.as(worker), submissionId)
    const before = [await submission(submissionId), await files(submissionId), await made.stored()]
    await takeIn(made.as(worker), submissionId)
    expect([await submission(submissionId), await files(submissionId), await made.stored()]).toEqual(before)
    expect(await auditOf(database.db, submissionId)).toEqual(['submission.sent', 'submission.taken_in'])
  })

  test.each([0, 1, 2])('killed after %i of two copies and run again ends the same', async (copies) => {
    const { made, submissionId } = await sent()
    const context = made.as(worker)
    const died = dyingAfter(context, copies)
    if (copies < 2) await expect(takeIn(died, submissionId)).rejects.toThrow('killed')
    else
      for (const file of await files(submissionId)) {
        await context.storage.copy(file.storageKey, `documents/${made.account.id}/${file.id}`)
      }
    expect(await submission(submissionId)).toMatchObject({ status: 'submitted' })
    await takeIn(context, submissionId)
    expect(await submission(submissionId)).toMatchObject({ status: 'in_review', version: 2 })
    expect(await made.stored()).toEqual(
      (await files(submissionId))
        .flatMap(({ id, storageKey }) => [`derivatives/${id}/1.webp`, storageKey])
        .sort(),
    )
  })

  test('by two workers at once happens once', async () => {
    const { made, submissionId } = await sent()
    await Promise.allSettled([takeIn(made.as(worker), submissionId), takeIn(made.as(worker), submissionId)])
    await takeIn(made.as(worker), submissionId)
    expect(await submission(submissionId)).toMatchObject({ status: 'in_review', version: 2 })
    expect(await auditOf(database.db, submissionId)).toEqual(['submission.sent', 'submission.taken_in'])
  })

  test('keeps an answer that was replaced, but does not put it into the queue', async () => {
    const { made, requirementId, submissionId } = await sent()
    const second = await send(made, requirementId)
    await takeIn(made.as(worker), submissionId)
    expect(await submission(submissionId)).toMatchObject({ status: 'superseded' })
    expect((await files(submissionId)).map(({ state }) => state)).toEqual(['kept', 'kept'])
    expect(await made.requirement(requirementId)).toMatchObject({ status: 'submitted' })
    await takeIn(made.as(worker), second)
    expect(await made.requirement(requirementId)).toMatchObject({ status: 'in_review' })
  })

  test.each(['changed', 'lost'])(
    'gives the ball back when a stored file is %s, with time to send again',
    async (how) => {
      const { made, requirementId, submissionId } = await sent([await pdf()])
      const [file] = await files(submissionId)
      const later = made.as(worker, '2026-03-30T09:00:00Z')
      const key = file?.storageKey ?? ''
      if (how === 'lost') await later.storage.delete(key)
      else
        await later.storage.put(key, [Buffer.from('%PDF-1.4')] as never, { contentType: 'x/y', maxBytes: 99 })
      await takeIn(later, submissionId)
      expect(await submission(submissionId)).toMatchObject({ status: 'rejected' })
      expect((await files(submissionId))[0]).toMatchObject({ state: 'refused' })
      // Sent on 2 February with 30 days left: 30 days from 30 March, Wednesday 29 April.
      const requirement = await made.requirement(requirementId)
      expect(requirement).toMatchObject({ status: 'rejected' })
      expect(requirement.deadlineAt?.toISOString()).toBe('2026-04-29T21:59:59.999Z')
      const { ledger } = await readRequirement(made.as(made.member), requirementId)
      expect(ledger.at(-1)).toMatchObject({ kind: 'resumed', cause: 'intake_failed' })
      expect(await send(made, requirementId)).not.toBe('refused')
    },
  )

  test('knows nothing of a submission that does not exist', async () => {
    const { made } = await sent()
    await takeIn(made.as(worker), '00000000-0000-4000-8000-000000000000')
  })
})

describe('a file', () => {
  test('is open to its account and to officers, and each reading is noted', async () => {
    const { made, submissionId } = await sent([await pdf('Été.pdf')])
    await takeIn(made.as(worker), submissionId)
    const [file] = await files(submissionId)
    const fileId = file?.id ?? ''
    for (const actor of [made.member, made.officer]) {
      const opened = await openFile(made.as(actor), { fileId, purpose: 'download' })
      expect(opened).toMatchObject({ name: 'Été.pdf', mediaType: 'application/pdf', bytes: file?.bytes })
      await opened.body.cancel()
    }
    expect(await auditOf(database.db, fileId)).toEqual(['file.read', 'file.read'])
  })

  test('does not exist for others, nor before intake let it through', async () => {
    const { made, submissionId } = await sent()
    const other = await sent()
    const [file] = await files(submissionId)
    const open = (actor: Scene['member'], fileId: string) =>
      openFile(made.as(actor), { fileId, purpose: 'view' })
    const gone = refusal('NotFound', 'notFound')
    await expect(open(made.officer, file?.id ?? '')).rejects.toEqual(gone)
    await takeIn(made.as(worker), submissionId)
    await expect(open(other.made.member, file?.id ?? '')).rejects.toEqual(gone)
    await expect(open(made.officer, '00000000-0000-4000-8000-000000000000')).rejects.toEqual(gone)
    await expect(open({ ...made.officer, role: 'publisher' }, file?.id ?? '')).rejects.toEqual(
      refusal('Forbidden', 'forbidden'),
    )
    expect(await auditOf(database.db, file?.id ?? '')).toEqual([])
  })
})

describe('what a dead upload left in quarantine', () => {
  test('goes after 24 hours; what a row names stays', async () => {
    const { made } = await sent([await pdf()])
    const context = made.as(worker)
    await context.storage.put('quarantine/left-behind', [Buffer.from('x')] as never, {
      contentType: 'application/octet-stream',
      maxBytes: 1,
    })
    expect(await made.stored()).toHaveLength(2)
    const written = Date.now()
    const at = (ms: number) => made.as(worker, new Date(written + ms).toISOString())
    expect(await removeOrphans(made.as(worker, NOW))).toBe(0)
    expect(await removeOrphans(at(23.9 * 3_600_000))).toBe(0)
    expect(await removeOrphans(at(24.1 * 3_600_000))).toBe(1)
    expect(await removeOrphans(at(24.1 * 3_600_000))).toBe(0)
    const [kept] = await made.stored()
    expect(await SubmissionFile.query(database.db).where({ storageKey: kept ?? '' })).toHaveLength(1)
  })
})
