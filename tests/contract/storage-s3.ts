import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { buildApp } from 'fauxqs'

export interface S3UnderTest {
  storageUrl: string
  /** Objects and multipart uploads that were begun and neither finished nor cleared away. */
  leftovers(): Promise<number>
  close(): Promise<void>
}

/** A store that runs elsewhere, with the credentials of the usual AWS variables. */
export function realS3(storageUrl: string): S3UnderTest {
  const { client, Bucket } = connect(storageUrl)
  return {
    storageUrl,
    async leftovers() {
      const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }))
      return (Uploads?.length ?? 0) + (await countIncoming(client, Bucket))
    },
    async close() {
      client.destroy()
    },
  }
}

function connect(storageUrl: string) {
  const { host: Bucket, searchParams } = new URL(storageUrl)
  const endpoint = searchParams.get('endpoint') ?? undefined
  const region = searchParams.get('region') ?? undefined
  return { Bucket, client: new S3Client({ endpoint, region, forcePathStyle: endpoint !== undefined }) }
}

async function countIncoming(client: S3Client, Bucket: string): Promise<number> {
  return (await client.send(new ListObjectsV2Command({ Bucket, Prefix: '.incoming/' }))).KeyCount ?? 0
}

export interface EmulatedFaults {
  /** So many conditional writes are stored and then answered by a broken connection. */
  lostAnswers?: number
  /** Overwrites in spite of `If-None-Match: *`, as some stores do. */
  ignoresConditions?: boolean
}

interface EmulatorRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
}

interface EmulatorReply {
  raw: ServerResponse
  statusCode: number
  status(code: number): EmulatorReply
  type(contentType: string): EmulatorReply
  send(body: string): EmulatorReply
}

/**
 * The S3 protocol in this process, for machines without an object store. The emulator ignores `If-None-Match` on a
 * PUT, so its condition is checked in front of it, one conditional write at a time per object, as a store does.
 */
export async function emulatedS3(faults: EmulatedFaults = {}): Promise<S3UnderTest> {
  const app = buildApp({ logger: false, host: '127.0.0.1' })
  const writing = new Map<string, Promise<void>>()
  const isConditional = ({ method, headers }: EmulatorRequest) =>
    method === 'PUT' && headers['if-none-match'] === '*'
  let pending = 0
  let answersToLose = faults.lostAnswers ?? 0

  app.addHook('preHandler', async (request: EmulatorRequest, reply: EmulatorReply) => {
    if (!isConditional(request) || faults.ignoresConditions) return
    const object = request.url.split('?')[0] ?? ''
    const before = writing.get(object)
    const written = Promise.withResolvers<void>()
    writing.set(object, written.promise)
    reply.raw.once('close', written.resolve)
    await before
    const { statusCode } = await app.inject({ method: 'HEAD', url: object })
    if (statusCode === 200) {
      const code = '<Error><Code>PreconditionFailed</Code><Message>the object exists</Message></Error>'
      return reply.status(412).type('application/xml').send(code)
    }
  })
  app.addHook('onSend', async (request: EmulatorRequest, reply: EmulatorReply) => {
    if (isConditional(request) && answersToLose-- > 0) reply.raw.destroy()
  })
  app.addHook('onResponse', async (request: EmulatorRequest, reply: EmulatorReply) => {
    if (reply.statusCode >= 300) return
    if (request.method === 'POST' && /[?&]uploads\b/.test(request.url)) pending++
    else if (/^(POST|DELETE)$/.test(request.method) && request.url.includes('uploadId=')) pending--
  })

  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  process.env.AWS_ACCESS_KEY_ID ??= 'emulated'
  process.env.AWS_SECRET_ACCESS_KEY ??= 'emulated'
  const storageUrl = `s3://contract?endpoint=${encodeURIComponent(address)}&region=us-east-1`
  const { client, Bucket } = connect(storageUrl)
  await client.send(new CreateBucketCommand({ Bucket }))
  return {
    storageUrl,
    leftovers: async () => pending + (await countIncoming(client, Bucket)),
    async close() {
      client.destroy()
      await app.close()
    },
  }
}
