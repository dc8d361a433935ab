import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isStorageError, StorageError } from '#storage/contract.ts'
import { openStorage } from '#storage/open.ts'
import { block, blocks, chunks, collect, contentOf, expectCode } from './storage-bodies.ts'
import { emulatedS3 } from './storage-s3.ts'

const text = { contentType: 'text/plain', maxBytes: 10 * 1024 * 1024 }

test.each([
  '',
  'file:',
  's3:',
  's3://',
  'http://x',
  's3://b/path',
  's3://b?secret=x',
  's3://b?endpoint=nowhere',
  's3://key:secret@b',
])('refuses %j without repeating it', (url) => {
  expect(() => openStorage(url)).toThrow(/^STORAGE_URL: expected file:DIR or s3:/)
})

test('tells a storage error of another copy of the module', () => {
  const foreign = Object.assign(new Error('gone'), { name: 'StorageError', code: 'not_found' })
  expect(isStorageError(foreign)).toBe(true)
  expect(isStorageError(foreign, 'not_found')).toBe(true)
  expect(isStorageError(foreign, 'exists')).toBe(false)
  expect(isStorageError(new Error('gone'))).toBe(false)
  expect(isStorageError(new StorageError('exists', 'there'), 'exists')).toBe(true)
})

test('keeps files from other users of the machine', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-storage-'))
  const storage = openStorage(`file:${folder}/objects`)
  await storage.put('documents/a.pdf', chunks('x'), { contentType: 'application/pdf', maxBytes: 1 })
  const modes = await Promise.all(
    ['objects', 'objects/documents+', 'objects/documents+/a.pdf'].map(
      async (path) => (await stat(join(folder, path))).mode & 0o777,
    ),
  )
  expect(modes).toEqual([0o700, 0o700, 0o600])
  await rm(folder, { recursive: true })
})

test('says unavailable when nothing listens, the bucket is missing or the folder cannot be', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => closed.once('listening', resolve))
  const address = closed.address()
  const port = typeof address === 'object' ? address?.port : undefined
  await new Promise((resolve) => closed.close(resolve))
  const options = { contentType: 'text/plain', maxBytes: 10 }

  const emulated = await emulatedS3()
  const urls = [
    `s3://b?endpoint=http://127.0.0.1:${port}`,
    emulated.storageUrl.replace('//contract', '//missing'),
    'file:/dev/null/objects',
  ]
  for (const url of urls) {
    const storage = openStorage(url)
    await expectCode(storage.check(), 'unavailable')
    await expectCode(storage.put('a', chunks('x'), options), 'unavailable')
    await expectCode(storage.get('a'), 'unavailable')
    await expectCode(collect(storage.list('')), 'unavailable')
    await expectCode(storage.delete('a'), 'unavailable')
  }
  await emulated.close()
})

describe('the file driver', () => {
  test('clears away what a killed process left unfinished, and not what is being written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigie-storage-'))
    const storage = openStorage(`file:${folder}`)
    await storage.check()
    const incoming = join(folder, '.incoming')
    await writeFile(join(incoming, 'abandoned'), 'x')
    await writeFile(join(incoming, 'fresh'), 'x')
    const twoDaysAgo = new Date((await stat(join(incoming, 'fresh'))).mtimeMs - 48 * 60 * 60 * 1000)
    await utimes(join(incoming, 'abandoned'), twoDaysAgo, twoDaysAgo)
    await storage.check()
    expect(await readdir(incoming)).toEqual(['fresh'])
    await rm(folder, { recursive: true })
  })

  test('does not take a file of another program for an object', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigie-storage-'))
    await writeFile(join(folder, 'readme'), 'hello')
    await expectCode(openStorage(`file:${folder}`).get('readme'), 'unavailable')
    await rm(folder, { recursive: true })
  })
})

describe('the S3 driver', () => {
  test('knows its own write again when the answer to it was lost', async () => {
    const s3 = await emulatedS3({ lostAnswers: 1 })
    const storage = openStorage(s3.storageUrl)
    await storage.put('once', chunks('first'), { ...text, onlyIfAbsent: true })
    await expectCode(storage.put('once', chunks('second'), { ...text, onlyIfAbsent: true }), 'exists')
    expect(await contentOf(storage, 'once')).toBe('first')
    await s3.close()
  })

  test('is not ready on a store that accepts write-once and overwrites', async () => {
    const s3 = await emulatedS3({ ignoresConditions: true })
    await expectCode(openStorage(s3.storageUrl).check(), 'unavailable')
    expect(await s3.leftovers()).toBe(0)
    await s3.close()
  })

  test('never overwrites a large object by a write-once copy', async () => {
    const s3 = await emulatedS3()
    const storage = openStorage(s3.storageUrl)
    await storage.put('documents/kept', blocks(100), text)
    await storage.put('incoming/other', chunks(block(7).toString()), text)
    await expectCode(storage.copy('incoming/other', 'documents/kept', { onlyIfAbsent: true }), 'exists')
    expect((await collect(storage.list('documents/'))).map(({ bytes }) => bytes)).toEqual([100 * 64 * 1024])
    await s3.close()
  })

  test('lets go of the body when the store fails in the middle', async () => {
    const s3 = await emulatedS3()
    const storage = openStorage(s3.storageUrl.replace('//contract', '//missing'))
    let [produced, closed] = [0, false]
    async function* body() {
      try {
        for (; produced < 1000; produced++) yield block(produced)
      } finally {
        closed = true
      }
    }
    await expectCode(storage.put('large', body(), { ...text, maxBytes: 1000 * 64 * 1024 }), 'unavailable')
    expect(closed).toBe(true)
    expect(produced).toBeLessThan(300)
    await s3.close()
  })
})
