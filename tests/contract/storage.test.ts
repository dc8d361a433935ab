import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Storage } from '#storage/contract.ts'
import { openStorage } from '#storage/open.ts'
import {
  block,
  blocks,
  bytesOf,
  chunks,
  collect,
  contentOf,
  expectCode,
  keysUnder,
  opened,
  range,
  sha256Of,
} from './storage-bodies.ts'
import { emulatedS3, realS3 } from './storage-s3.ts'

/** VIGIE_TEST_S3=s3://… holds a real store to the contract instead of the emulated one; see radosgw.sh. */
const realStore = process.env.VIGIE_TEST_S3
const MIB = 1024 * 1024

interface Subject {
  storageUrl: string
  /** What an upload that failed may have left behind, wherever the driver keeps it. */
  leftovers(): Promise<number>
  close(): Promise<void>
}

const drivers: Record<string, () => Promise<Subject>> = {
  file: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigie-storage-'))
    return {
      storageUrl: `file:${join(folder, 'objects')}`,
      leftovers: async () => (await readdir(join(folder, 'objects', '.incoming'))).length,
      close: () => rm(folder, { recursive: true }),
    }
  },
  [realStore ? 's3 (real store)' : 's3 (emulated)']: async () => {
    const s3 = realStore ? realS3(realStore) : await emulatedS3()
    return { storageUrl: s3.storageUrl, leftovers: s3.leftovers, close: s3.close }
  },
}

describe.each(Object.keys(drivers))('storage contract: %s', (name) => {
  let subject: Subject
  let storage: Storage
  /** Keys of their own for each run: a real store is not empty. */
  const home = `contract/${randomUUID()}`
  const pdf = { contentType: 'application/pdf', maxBytes: 64 * MIB }

  beforeAll(async () => {
    const open = drivers[name]
    if (!open) throw new Error(`no driver ${name}`)
    subject = await open()
    storage = openStorage(subject.storageUrl)
  })

  afterAll(async () => {
    for await (const { key } of storage.list(`${home}/`)) await storage.delete(key)
    await subject.close()
  })

  test('answers its check', async () => {
    await storage.check()
    await storage.check()
    expect(await keysUnder(storage, '')).not.toContainEqual(expect.stringMatching(/^\.|check/))
  })

  test('stores 12 MB while they arrive, shows them when whole, and gives them back', async () => {
    const key = `${home}/big.pdf`
    async function* arriving() {
      yield* blocks(176)
      // A driver that wanted the whole body first would wait here for ever.
      await vi.waitUntil(async () => (await subject.leftovers()) > 0, { timeout: 10_000 })
      await expectCode(storage.get(key), 'not_found')
      for (const index of range(16)) yield block(176 + index)
    }
    const stored = await storage.put(key, arriving(), pdf)
    expect(stored).toEqual({ bytes: 12 * MIB, sha256: sha256Of(range(192).map(block)) })
    expect(await opened(storage, key)).toEqual({ bytes: 12 * MIB, contentType: 'application/pdf' })
    expect(sha256Of([await bytesOf(storage, key)])).toBe(stored.sha256)
    expect(await subject.leftovers()).toBe(0)
  })

  test('replaces an object and its type', async () => {
    const key = `${home}/replaced`
    await storage.put(key, chunks('a longer first version'), { contentType: 'text/plain', maxBytes: 100 })
    await storage.put(key, chunks('second'), { contentType: 'image/png', maxBytes: 100 })
    expect(await contentOf(storage, key)).toBe('second')
    expect((await opened(storage, key)).contentType).toBe('image/png')
  })

  test('takes an object of no bytes', async () => {
    const key = `${home}/empty`
    const stored = await storage.put(key, chunks(), { contentType: 'text/plain', maxBytes: 10 })
    expect(stored).toEqual({ bytes: 0, sha256: sha256Of([]) })
    expect(await contentOf(storage, key)).toBe('')
    expect((await opened(storage, key)).bytes).toBe(0)
  })

  test.each([
    ['one below', 99],
    ['at', 100],
  ])('takes a body %s the limit', async (_where, bytes) => {
    const key = `${home}/limit-${bytes}`
    const stored = await storage.put(key, chunks('x'.repeat(bytes)), {
      contentType: 'text/plain',
      maxBytes: 100,
    })
    expect(stored.bytes).toBe(bytes)
    expect((await contentOf(storage, key)).length).toBe(bytes)
  })

  test('cuts a body one above the limit and keeps nothing', async () => {
    const key = `${home}/over`
    const put = storage.put(key, chunks('x'.repeat(100), 'y'), { contentType: 'text/plain', maxBytes: 100 })
    await expectCode(put, 'too_large')
    await expectCode(storage.get(key), 'not_found')
  })

  test('stops reading an endless body at the limit and keeps nothing', async () => {
    const key = `${home}/endless`
    let closed = false
    let produced = 0
    async function* endless() {
      try {
        for (;;) {
          produced += 64 * 1024
          yield block(1)
        }
      } finally {
        closed = true
      }
    }
    await expectCode(storage.put(key, endless(), { ...pdf, maxBytes: 20 * MIB }), 'too_large')
    expect(produced).toBe(20 * MIB + 64 * 1024)
    expect(closed).toBe(true)
    await expectCode(storage.get(key), 'not_found')
    expect(await subject.leftovers()).toBe(0)
  })

  test.each([
    ['in the first bytes', 1],
    ['half-way through a large body', 300],
  ])('throws on what the body throws %s, and keeps what was there before', async (_where, blocks) => {
    const key = `${home}/interrupted-${blocks}`
    await storage.put(key, chunks('before'), pdf)
    const gone = new Error('the browser went away')
    async function* interrupted() {
      for (let index = 0; index < blocks; index++) yield block(index)
      throw gone
    }
    await expect(storage.put(key, interrupted(), pdf)).rejects.toBe(gone)
    await expect(storage.put(key, interrupted(), { ...pdf, onlyIfAbsent: true })).rejects.toBe(gone)
    expect(await contentOf(storage, key)).toBe('before')
    expect(await subject.leftovers()).toBe(0)
  })

  test.each([
    ['small', 1],
    ['large', 150],
  ])('lets one of many %s write-once bodies win', async (_size, blocks) => {
    const key = `${home}/once-${blocks}`
    async function* body(writer: number) {
      for (let index = 0; index < blocks; index++) yield block(writer)
    }
    const results = await Promise.allSettled(
      range(4).map((writer) => storage.put(key, body(writer), { ...pdf, onlyIfAbsent: true })),
    )
    const winners = results.filter((result) => result.status === 'fulfilled')
    const losers = results.filter((result) => result.status === 'rejected')
    expect(winners).toHaveLength(1)
    expect(losers.map((loser) => loser.reason.code)).toEqual(['exists', 'exists', 'exists'])
    expect(sha256Of([await bytesOf(storage, key)])).toBe(winners[0]?.value.sha256)
    await expectCode(storage.put(key, body(9), { ...pdf, onlyIfAbsent: true }), 'exists')
    expect(await keysUnder(storage, `${home}/once-${blocks}`)).toEqual([key])
    expect(await subject.leftovers()).toBe(0)
  })

  test('copies bytes and type, and replaces', async () => {
    const [from, to] = [`${home}/copy/from`, `${home}/copy/to`]
    await storage.put(from, chunks('one'), { contentType: 'image/jpeg', maxBytes: 10 })
    await storage.put(to, chunks('two'), { contentType: 'text/plain', maxBytes: 10 })
    await storage.copy(from, to)
    expect(await contentOf(storage, to)).toBe('one')
    expect((await opened(storage, to)).contentType).toBe('image/jpeg')
    await storage.delete(from)
    expect(await contentOf(storage, to)).toBe('one')
  })

  test('promotes once when several copy to one key', async () => {
    const to = `${home}/promoted`
    const sources = range(4).map((index) => `${home}/quarantine/${index}`)
    await Promise.all(sources.map((key, index) => storage.put(key, chunks(`body ${index}`), pdf)))
    const results = await Promise.allSettled(
      sources.map((key) => storage.copy(key, to, { onlyIfAbsent: true })),
    )
    const winner = results.findIndex((result) => result.status === 'fulfilled')
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results) if (result.status === 'rejected') expect(result.reason.code).toBe('exists')
    expect(await contentOf(storage, to)).toBe(`body ${winner}`)
    expect((await opened(storage, to)).contentType).toBe('application/pdf')
  })

  test('says which object is missing, and forgives deleting it', async () => {
    const absent = `${home}/absent`
    await expectCode(storage.get(absent), 'not_found')
    await expectCode(storage.copy(absent, `${home}/x`), 'not_found')
    await expectCode(storage.copy(absent, `${home}/x`, { onlyIfAbsent: true }), 'not_found')
    await storage.delete(absent)
    await storage.put(absent, chunks('now there'), pdf)
    await storage.delete(absent)
    await expectCode(storage.get(absent), 'not_found')
  })

  test('lists in key order, by any prefix, an object beside a folder of its name', async () => {
    const under = `${home}/list`
    const names = ['a', 'a-b', 'a.pdf', 'a/b', 'a/b/c', 'a/c', 'a0', 'b']
    for (const name of names.toReversed()) await storage.put(`${under}/${name}`, chunks(name), pdf)
    const listed = await collect(storage.list(`${under}/`))
    expect(listed.map(({ key }) => key.slice(under.length + 1))).toEqual(names)
    expect(listed.map(({ bytes }) => bytes)).toEqual(names.map((name) => name.length))
    for (const { modifiedAt } of listed) expect(modifiedAt).toBeInstanceOf(Date)
    expect(await keysUnder(storage, `${under}/a/`)).toEqual([
      `${under}/a/b`,
      `${under}/a/b/c`,
      `${under}/a/c`,
    ])
    expect(await keysUnder(storage, `${under}/a.`)).toEqual([`${under}/a.pdf`])
    expect(await keysUnder(storage, `${under}/zzz/`)).toEqual([])
    expect(await keysUnder(storage, home)).toContain(`${under}/b`)
  })

  test.each([
    '',
    '/',
    '/etc/passwd',
    '../secret',
    'a/../../secret',
    'a..b',
    'a/./b',
    'a/.b',
    '.incoming/x',
    'a//b',
    'a/',
    'A',
    'a b',
    'a\nb',
    'a\0',
    'a\\b',
    'a%2e%2e',
    'a+b',
    'é',
    'a'.repeat(201),
    `${'a/'.repeat(256)}a`,
  ])('refuses the key %j everywhere', async (key) => {
    const good = `${home}/good`
    let read = false
    async function* body() {
      read = true
      yield block(0)
    }
    await expectCode(storage.put(key, body(), pdf), 'invalid_key')
    expect(read).toBe(false)
    await expectCode(storage.get(key), 'invalid_key')
    await expectCode(storage.copy(key, good), 'invalid_key')
    await expectCode(storage.copy(good, key), 'invalid_key')
    await expectCode(storage.delete(key), 'invalid_key')
  })

  test('refuses prefixes that are no key, a copy onto itself and a content type with a line break', async () => {
    for (const prefix of ['..', '/', '.incoming/', 'a//', 'a/..', 'A']) {
      await expectCode(collect(storage.list(prefix)), 'invalid_key')
    }
    await expectCode(storage.copy(`${home}/same`, `${home}/same`), 'invalid_key')
    const broken = { contentType: 'text/html\r\nset-cookie: a=b', maxBytes: 10 }
    await expect(storage.put(`${home}/type`, chunks('x'), broken)).rejects.toThrow(TypeError)
  })

  // More often than there are connections to one store.
  test('frees what a body held when its reader walks away or its promotion lost', async () => {
    const key = `${home}/abandoned`
    await storage.put(key, blocks(32), pdf)
    for (let reader = 0; reader < 120; reader++) await (await storage.get(key)).body.cancel()
    await storage.put(`${home}/taken`, chunks('taken'), pdf)
    for (let attempt = 0; attempt < 60; attempt++) {
      await expectCode(storage.copy(key, `${home}/taken`, { onlyIfAbsent: true }), 'exists')
    }
    await storage.check()
  })
})
