import { z } from 'zod'
import { publicStatusSchema } from '#app/domain/snapshot/kept-schema.ts'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import { isStorageError, type Storage } from '#storage/contract.ts'

/** Raised whenever the shape of PublicStatus changes: what another version kept is then not read. */
const FORMAT = 2
const KEY = 'status/snapshot.json'
const MAX_BYTES = 64 * 1024 * 1024

/** Keeps the newest public status in storage, for processes that start while the database is gone. */
export async function keepStatus(storage: Storage, { status, confirmedAt }: Snapshot): Promise<void> {
  const body = Buffer.from(JSON.stringify({ format: FORMAT, confirmedAt, status }))
  await storage.put(KEY, oneChunk(body), { contentType: 'application/json', maxBytes: MAX_BYTES })
}

async function* oneChunk(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk
}

const kept = z.object({
  format: z.literal(FORMAT),
  confirmedAt: z.iso.datetime().transform((text) => new Date(text)),
  status: publicStatusSchema,
})

/** What was kept last; null when nothing was. Throws for what is damaged, or was written by another version. */
export async function readKeptStatus(storage: Storage): Promise<Snapshot | null> {
  try {
    const { body } = await storage.get(KEY)
    const { status, confirmedAt } = kept.parse(await new Response(body).json())
    return { status, confirmedAt }
  } catch (error) {
    if (isStorageError(error, 'not_found')) return null
    throw error
  }
}
