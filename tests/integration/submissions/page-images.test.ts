import { readdirSync, readFileSync } from 'node:fs'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import { readForReview } from '#app/domain/reviews/read-for-review.ts'
import { submitDocuments } from '#app/domain/submissions/submit.ts'
import { takeIn } from '#app/domain/submissions/take-in.ts'
import { Submission, SubmissionFile, SubmissionFilePage } from '#db/models/requirements.ts'
import { StorageError } from '#storage/contract.ts'
import {
  endlessPdf,
  heicPhoto,
  hugePng,
  lockedPdf,
  longPdf,
  lyingPhoto,
  truncatedJpeg,
} from '#tests/factories/hostile-file.ts'
import { makeScene, type Scene } from '#tests/factories/requirement.ts'
import { formOf, pdf, picture, type TestFile } from '#tests/factories/submission.ts'
import { useDatabase } from '#tests/setup/database.ts'

// Each file starts a process, several at once on a small machine.
vi.setConfig({ testTimeout: 60_000 })

const database = useDatabase()
const worker = system('take_in')

/** A submission that has just been sent. */
async function sent(...sending: TestFile[]) {
  const made = await makeScene(database.db)
  const requirementId = await made.request()
  const answer = await submitDocuments(made.as(made.member), { requirementId, form: formOf(sending) })
  if (answer.outcome !== 'accepted') throw new Error(`refused: ${JSON.stringify(answer.files)}`)
  return { made, submissionId: answer.submissionId }
}

/** What is known and stored of a submission's files after intake. */
async function outcome(made: Scene, submissionId: string) {
  const { status } = await Submission.query(database.db).findById(submissionId).throwIfNotFound()
  const files = await SubmissionFile.query(database.db).where({ submissionId }).orderBy('position')
  const ids = files.map(({ id }) => id)
  const pages = await SubmissionFilePage.query(database.db).whereIn('fileId', ids).orderBy(['fileId', 'page'])
  const stored = await made.stored()
  return { status, files, pages, derived: stored.filter((key) => key.startsWith('derivatives/')) }
}

async function image(ctx: Context, key: string): Promise<Buffer> {
  return Buffer.from(await new Response((await ctx.storage.get(key)).body).arrayBuffer())
}

/** A store that dies at the second page, as a killed worker would leave it. */
function dyingAtPageTwo(ctx: Context): Context {
  const put: Context['storage']['put'] = (key, body, options) => {
    if (key.endsWith('/2.webp')) throw new StorageError('unavailable', 'killed')
    return ctx.storage.put(key, body, options)
  }
  return {
    ...ctx,
    storage: {
      ...ctx.storage,
      put,
      get: (key) => ctx.storage.get(key),
      copy: (...args) => ctx.storage.copy(...args),
      delete: (key) => ctx.storage.delete(key),
    },
  }
}

describe('page images', () => {
  test('one of each page of a PDF, and the same after a worker that died between two of them', async () => {
    const { made, submissionId } = await sent(await pdf('extrait.pdf', 3))
    const context = made.as(worker)
    await expect(takeIn(dyingAtPageTwo(context), submissionId)).rejects.toThrow('killed')
    const half = await outcome(made, submissionId)
    expect(half).toMatchObject({ status: 'submitted', pages: [] })
    expect(half.derived).toHaveLength(1)

    await takeIn(context, submissionId)
    const done = await outcome(made, submissionId)
    const [file] = done.files
    expect(done.status).toBe('in_review')
    expect(file?.previewFault).toBeNull()
    expect(done.pages).toMatchObject([
      { page: 1, width: 1600, storageKey: `derivatives/${file?.id}/1.webp` },
      { page: 2, width: 1600 },
      { page: 3, width: 1600 },
    ])
    expect(done.derived).toEqual(done.pages.map(({ storageKey }) => storageKey))
    const bytes = await image(context, done.derived[2] ?? '')
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 1600 })
    // Something is drawn on it.
    expect((await sharp(bytes).stats()).channels[0]?.min).toBeLessThan(80)

    await takeIn(context, submissionId)
    expect(await outcome(made, submissionId)).toEqual(done)
    const { submission } = await readForReview(made.as(made.officer), submissionId)
    expect(submission.files[0]?.pages.map(({ page }) => page)).toEqual([1, 2, 3])
  })

  test('of photos are upright and tell nothing of the camera', async () => {
    const { made, submissionId } = await sent(
      await lyingPhoto(),
      heicPhoto(),
      await picture('png'),
      await picture('webp'),
    )
    await takeIn(made.as(worker), submissionId)
    const { status, files, pages } = await outcome(made, submissionId)
    expect(status).toBe('in_review')
    expect(files.map(({ previewFault }) => previewFault)).toEqual([null, null, null, null])
    const sizes = files.map(({ id }) => pages.find(({ fileId }) => fileId === id))
    expect(sizes).toMatchObject([
      { width: 60, height: 80 },
      { width: 64, height: 48 },
      { width: 64, height: 48 },
      { width: 64, height: 48 },
    ])
    const photo = await image(made.as(worker), sizes[0]?.storageKey ?? '')
    expect(photo.includes('taken at home')).toBe(false)
    const { exif, orientation } = await sharp(photo).metadata()
    expect({ exif, orientation }).toEqual({})
    const { data, info } = await sharp(photo).raw().toBuffer({ resolveWithObject: true })
    const blueAt = (y: number) => data[(y * info.width + 30) * info.channels + 2] ?? Number.NaN
    expect(blueAt(10)).toBeLessThan(20)
    expect(blueAt(70)).toBeGreaterThan(235)
  })

  test.each([
    ['a truncated JPEG', truncatedJpeg, 'corrupt'],
    ['a PNG of 16000 by 16000', hugePng, 'too_large'],
    ['a PDF with a password', lockedPdf, 'password_protected'],
    ['a PDF of 31 pages', longPdf, 'too_large'],
  ])(
    'of %s are not made; the officers get it with the reason, and the rest as usual',
    async (_, make, fault) => {
      const { made, submissionId } = await sent(await make(), await picture('jpeg'))
      await takeIn(made.as(worker), submissionId)
      const { status, files, pages, derived } = await outcome(made, submissionId)
      expect(status).toBe('in_review')
      expect(files).toMatchObject([
        { state: 'kept', previewFault: fault },
        { state: 'kept', previewFault: null },
      ])
      expect(pages.map(({ fileId }) => fileId)).toEqual([files[1]?.id])
      expect(derived).toHaveLength(1)
      const { submission } = await readForReview(made.as(made.officer), submissionId)
      expect(submission.files[0]).toMatchObject({ pages: [], previewFault: fault })
    },
  )

  test('of a file that keeps the decoder busy for ever end with its process', async () => {
    const { made, submissionId } = await sent(await endlessPdf())
    await takeIn(made.as(worker), submissionId, { limits: { timeMs: 1_500 } })
    expect(await outcome(made, submissionId)).toMatchObject({
      status: 'in_review',
      files: [{ previewFault: 'timeout' }],
      derived: [],
    })
    await vi.waitFor(() => expect(decoders()).toEqual([]))
  })

  test('of a file that needs more memory than allowed are not made', async () => {
    const { made, submissionId } = await sent(await endlessPdf())
    await takeIn(made.as(worker), submissionId, { limits: { memoryMb: 40 } })
    expect(await outcome(made, submissionId)).toMatchObject({ files: [{ previewFault: 'too_large' }] })
  })

  test('are made after all when the decoder is killed from outside', async () => {
    const { made, submissionId } = await sent(await pdf('extrait.pdf', 12))
    // Many pages, so that the decoder is seen at work also on a busy machine.
    const taken = takeIn(made.as(worker), submissionId, { limits: { timeMs: 60_000 } })
    const [first] = await vi.waitFor(
      () => {
        const found = decoders()
        expect(found).toHaveLength(1)
        return found
      },
      { timeout: 30_000, interval: 10 },
    )
    process.kill(first ?? 0, 'SIGKILL')
    await taken
    const { status, pages } = await outcome(made, submissionId)
    expect({ status, pages: pages.length }).toEqual({ status: 'in_review', pages: 12 })
  })
})

/** Decoders that this very process has started and that still run. */
function decoders(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
        const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1')
        return Number(parent) === process.pid && command.includes('decode-process.ts')
      } catch {
        // Gone since the folder was read.
        return false
      }
    })
}
