import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, type FileHandle, link, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { type ListedObject, type Storage, StorageError, type Stored, type StoredObject } from './contract.ts'
import { requireContentType, requireKey, requirePrefix, requireTwoKeys } from './keys.ts'
import { Meter } from './meter.ts'

/**
 * Each file ends with its content type, padded to this many bytes: bytes and type then appear, change and vanish in
 * one rename, which two files could not. Readers of PDF, JPEG and PNG ignore what follows the end mark.
 */
const TRAILER_BYTES = 128
/** A folder's name carries a sign that no key has, so that the keys `a` and `a/b` can both exist. */
const FOLDER_SIGN = '+'
/** No key starts with a dot, so no key reaches the unfinished files. */
const INCOMING = '.incoming'
/** What a killed process left unfinished is removed after a day. */
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000

/** Objects as files under `root`, which is created when missing. One machine only; the folder must be on one file system. */
export function fileStorage(root: string): Storage {
  const incoming = join(root, INCOMING)

  /** Hands over a path for an unfinished file and removes the file whatever happens; it is published by a second name. */
  async function withIncoming<T>(use: (path: string) => Promise<T>): Promise<T> {
    const path = join(incoming, randomUUID())
    try {
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      return await use(path)
    } finally {
      await unlink(path).catch(ignoreMissing)
    }
  }

  async function publish(path: string, key: string, onlyIfAbsent: boolean): Promise<void> {
    const target = pathOf(root, key)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    // link() fails when the name is taken, so of two writers exactly one wins; rename() replaces.
    if (onlyIfAbsent) {
      await link(path, target).catch((error: unknown) => {
        throw isErrno(error, 'EEXIST') ? new StorageError('exists', `${key} is already there`) : error
      })
    } else {
      await rename(path, target)
    }
    await sync(dirname(target))
  }

  return {
    async put(key, body, options) {
      requireKey(key)
      requireContentType(options.contentType)
      const meter = new Meter(body, options.maxBytes)
      return await withIncoming(async (path) => {
        const stored = await writeFile(path, meter, options.contentType)
        await publish(path, key, options.onlyIfAbsent ?? false)
        return stored
      }).catch((error: unknown) => {
        throw meter.failure ? meter.failure.error : asStorageError(error)
      })
    },

    async get(key) {
      requireKey(key)
      const file = await openObject(root, key)
      return await readObject(file, key).catch(async (error: unknown) => {
        await file.close()
        throw asStorageError(error)
      })
    },

    async copy(from, to, options) {
      requireTwoKeys(from, to)
      await withIncoming(async (path) => {
        await copyFile(pathOf(root, from), path, constants.COPYFILE_FICLONE).catch((error: unknown) => {
          throw isErrno(error, 'ENOENT') ? missing(from) : error
        })
        await sync(path)
        await publish(path, to, options?.onlyIfAbsent ?? false)
      }).catch((error: unknown) => {
        throw asStorageError(error)
      })
    },

    async delete(key) {
      requireKey(key)
      try {
        await unlink(pathOf(root, key)).catch(ignoreMissing)
      } catch (error) {
        throw asStorageError(error)
      }
    },

    async *list(prefix) {
      requirePrefix(prefix)
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
      try {
        yield* walk(root, folder, prefix)
      } catch (error) {
        throw asStorageError(error)
      }
    },

    async check() {
      try {
        await withIncoming(async (path) => {
          const probe = await open(path, 'wx', 0o600)
          try {
            await probe.writeFile('ok')
            await removeAbandoned(incoming, (await probe.stat()).mtimeMs - ABANDONED_AFTER_MS)
          } finally {
            await probe.close()
          }
        })
      } catch (error) {
        throw asStorageError(error)
      }
    },
  }
}

function folderOf(root: string, segments: string[]): string {
  return join(root, ...segments.map((segment) => segment + FOLDER_SIGN))
}

function pathOf(root: string, key: string): string {
  const segments = key.split('/')
  const name = segments.pop() ?? ''
  return join(folderOf(root, segments), name)
}

async function writeFile(path: string, meter: Meter, contentType: string): Promise<Stored> {
  const file = await open(path, 'wx', 0o600)
  try {
    // Not file.write(): it may write less than it was given.
    for await (const chunk of meter) await file.writeFile(chunk)
    await file.writeFile(`${contentType.padEnd(TRAILER_BYTES - 1)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  return meter.total()
}

async function openObject(root: string, key: string): Promise<FileHandle> {
  try {
    return await open(pathOf(root, key), 'r')
  } catch (error) {
    throw isErrno(error, 'ENOENT') ? missing(key) : asStorageError(error)
  }
}

/** Closes the file, or leaves that to the stream it returns. */
async function readObject(file: FileHandle, key: string): Promise<StoredObject> {
  const bytes = (await file.stat()).size - TRAILER_BYTES
  if (bytes < 0) throw new StorageError('unavailable', `${key} was not written by this store`)
  const contentType = await readTrailer(file, bytes)
  if (bytes === 0) {
    await file.close()
    return { body: new Blob([]).stream(), bytes, contentType }
  }
  const stream = file.createReadStream({ start: 0, end: bytes - 1, highWaterMark: 256 * 1024 })
  return { body: Readable.toWeb(stream) as ReadableStream<Uint8Array>, bytes, contentType }
}

async function readTrailer(file: FileHandle, position: number): Promise<string> {
  const { buffer } = await file.read(Buffer.alloc(TRAILER_BYTES), 0, TRAILER_BYTES, position)
  return buffer.toString('latin1').trimEnd()
}

/** Depth first in key order: a folder sorts as its name and a slash, as its keys do. */
async function* walk(root: string, folder: string, prefix: string): AsyncGenerator<ListedObject> {
  const path = folderOf(root, folder.split('/').slice(0, -1))
  const entries = await readdir(path, { withFileTypes: true }).catch(ignoreMissing)
  const keys = (entries ?? [])
    .filter((entry) => !entry.name.startsWith('.'))
    .map(
      (entry) => folder + (entry.isDirectory() ? `${entry.name.slice(0, -FOLDER_SIGN.length)}/` : entry.name),
    )
    .sort((a, b) => (a < b ? -1 : 1))
  for (const key of keys) {
    if (key.endsWith('/')) {
      if (key.startsWith(prefix)) yield* walk(root, key, prefix)
    } else if (key.startsWith(prefix)) {
      const found = await stat(pathOf(root, key)).catch(ignoreMissing)
      if (found) yield { key, bytes: found.size - TRAILER_BYTES, modifiedAt: found.mtime }
    }
  }
}

async function removeAbandoned(incoming: string, beforeMs: number): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const found = await stat(path).catch(ignoreMissing)
    if (found && found.mtimeMs < beforeMs) await unlink(path).catch(ignoreMissing)
  }
}

/** Makes a file's bytes, or a folder's new name, outlive a power cut. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function ignoreMissing(error: unknown): undefined {
  if (!isErrno(error, 'ENOENT')) throw error
}

function missing(key: string): StorageError {
  return new StorageError('not_found', `no object ${key}`)
}

function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const detail = error instanceof Error ? error.message : 'unknown fault'
  return new StorageError('unavailable', `the file store failed: ${detail}`, { cause: error })
}
