import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { type Storage, StorageError } from './contract.ts'
import { requireContentType, requireKey, requirePrefix, requireTwoKeys } from './keys.ts'
import { Meter } from './meter.ts'

export interface S3Location {
  bucket: string
  /** A store other than AWS; addressed path-style. */
  endpoint?: string
  /** Left out: AWS_REGION, or `us-east-1` at an endpoint of one's own. */
  region?: string
}

/** S3's least. What fits in one part goes up as one request; at most three parts of an upload are in memory. */
const PART_BYTES = 5 * 1024 * 1024
const PARTS_AT_ONCE = 2
const CONNECT_TIMEOUT_MS = 3_000
/** Without a byte in either direction. */
const IDLE_TIMEOUT_MS = 20_000
const CHECK_TIMEOUT_MS = 5_000
/** No key starts with a dot: not readable through the contract, and left out of lists. */
const INCOMING = '.incoming/'

/** Faults are thrown; the SDK would also print some of them. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/**
 * Objects in a bucket of AWS or of a compatible store; credentials from AWS's usual variables, read by the SDK.
 * The bucket should expire `.incoming/` and unfinished multipart uploads after a day: a killed process leaves both.
 *
 * Write-once always ends in a PutObject with `If-None-Match: *`. CopyObject and CompleteMultipartUpload know the
 * header on AWS only; others, such as Ceph 16, accept it, ignore it and overwrite.
 */
export function s3Storage(location: S3Location): Storage {
  const Bucket = location.bucket
  const client = new S3Client({
    endpoint: location.endpoint,
    region: location.region ?? (location.endpoint ? 'us-east-1' : undefined),
    forcePathStyle: location.endpoint !== undefined,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    logger: SILENT,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: IDLE_TIMEOUT_MS },
  })
  let writeOnceProved = false

  async function open(key: string): Promise<{ stream: Readable; bytes: number; contentType: string }> {
    const { Body, ContentLength, ContentType } = await client.send(new GetObjectCommand({ Bucket, Key: key }))
    if (!(Body instanceof Readable) || ContentLength === undefined) {
      throw new StorageError('unavailable', `the store sent no body or no length for ${key}`)
    }
    return { stream: Body, bytes: ContentLength, contentType: ContentType ?? 'application/octet-stream' }
  }

  /** One PutObject that the store refuses when the key is taken. */
  async function putOnce(
    key: string,
    body: Uint8Array | Readable,
    bytes: number,
    type: string,
  ): Promise<void> {
    const attempt = randomUUID()
    const input = { Bucket, Key: key, Body: body, ContentLength: bytes, ContentType: type, IfNoneMatch: '*' }
    try {
      await client.send(new PutObjectCommand({ ...input, Metadata: { attempt } }))
    } catch (error) {
      const status = statusOf(error)
      // 409: another conditional write was under way (AWS).
      if (status !== 412 && status !== 409) throw error
      const winner = await client.send(new HeadObjectCommand({ Bucket, Key: key }))
      // The SDK repeats a request whose answer was lost: the object in the way can be our own.
      if (winner.Metadata?.attempt !== attempt) throw new StorageError('exists', `${key} is already there`)
    }
  }

  async function copyOnce(from: string, to: string): Promise<void> {
    const source = await open(from)
    try {
      await putOnce(to, source.stream, source.bytes, source.contentType)
    } finally {
      source.stream.destroy()
    }
  }

  async function upload(key: string, body: AsyncIterable<Uint8Array>, contentType: string): Promise<void> {
    const params = {
      Bucket,
      Key: key,
      Body: Readable.from(body, { objectMode: false }),
      ContentType: contentType,
    }
    await new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done()
  }

  async function remove(key: string, abortSignal?: AbortSignal): Promise<void> {
    await client.send(new DeleteObjectCommand({ Bucket, Key: key }), { abortSignal })
  }

  return {
    async put(key, body, { contentType, maxBytes, onlyIfAbsent = false }) {
      requireKey(key)
      requireContentType(contentType)
      const meter = new Meter(body, maxBytes)
      try {
        const { head, ended, whole } = await readHead(meter, PART_BYTES)
        if (ended && onlyIfAbsent) {
          await putOnce(key, head, head.byteLength, contentType)
        } else if (ended) {
          await client.send(new PutObjectCommand({ Bucket, Key: key, Body: head, ContentType: contentType }))
        } else if (onlyIfAbsent) {
          const incoming = INCOMING + randomUUID()
          await upload(incoming, whole, contentType)
          await copyOnce(incoming, key).finally(() => remove(incoming))
        } else {
          await upload(key, whole, contentType)
        }
        return meter.total()
      } catch (error) {
        throw meter.failure ? meter.failure.error : asStorageError(error)
      }
    },

    async get(key) {
      requireKey(key)
      try {
        const { stream, bytes, contentType } = await open(key)
        return { body: Readable.toWeb(stream) as ReadableStream<Uint8Array>, bytes, contentType }
      } catch (error) {
        throw asStorageError(error)
      }
    },

    async copy(from, to, options) {
      requireTwoKeys(from, to)
      try {
        if (options?.onlyIfAbsent) await copyOnce(from, to)
        else await client.send(new CopyObjectCommand({ Bucket, Key: to, CopySource: `${Bucket}/${from}` }))
      } catch (error) {
        throw asStorageError(error)
      }
    },

    async delete(key) {
      requireKey(key)
      try {
        await remove(key)
      } catch (error) {
        throw asStorageError(error)
      }
    },

    async *list(prefix) {
      requirePrefix(prefix)
      try {
        for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: prefix })) {
          for (const { Key, Size, LastModified } of page.Contents ?? []) {
            if (!Key || Key.startsWith('.') || !LastModified) continue
            yield { key: Key, bytes: Size ?? 0, modifiedAt: LastModified }
          }
        }
      } catch (error) {
        throw asStorageError(error)
      }
    },

    async check() {
      const Key = `${INCOMING}check-${randomUUID()}`
      const abortSignal = AbortSignal.timeout(CHECK_TIMEOUT_MS)
      const probe = () =>
        client.send(new PutObjectCommand({ Bucket, Key, Body: 'ok', IfNoneMatch: '*' }), { abortSignal })
      try {
        await probe()
        writeOnceProved ||= await probe().then(
          () => false,
          (error: unknown) => statusOf(error) === 412,
        )
        await remove(Key, abortSignal)
      } catch (error) {
        throw asStorageError(error)
      }
      if (!writeOnceProved) throw new StorageError('unavailable', 'the store does not keep If-None-Match: *')
    },
  }
}

/** Reads up to `bytes` ahead: `head` is all of a body that `ended`; `whole` is the body again, from its start. */
async function readHead(body: AsyncIterable<Uint8Array>, bytes: number) {
  const chunks: Uint8Array[] = []
  const rest = body[Symbol.asyncIterator]()
  let length = 0
  let ended = false
  while (length <= bytes && !ended) {
    const next = await rest.next()
    if (next.done) {
      ended = true
    } else {
      chunks.push(next.value)
      length += next.value.byteLength
    }
  }
  async function* whole() {
    yield* chunks.splice(0)
    yield* { [Symbol.asyncIterator]: () => rest }
  }
  return { ended, head: ended ? Buffer.concat(chunks) : Buffer.alloc(0), whole: whole() }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
}

/** A missing bucket is no missing object: only `NoSuchKey` is `not_found`. */
function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const name = error instanceof Error ? error.name : 'unknown'
  if (name === 'NoSuchKey') return new StorageError('not_found', 'no such object', { cause: error })
  const detail = error instanceof Error ? error.message : ''
  return new StorageError('unavailable', `the object store failed: ${name} ${detail}`.trim(), {
    cause: error,
  })
}
