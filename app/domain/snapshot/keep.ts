import type { PublicStatus, Snapshot } from '#app/domain/snapshot/public-status.ts'
import { isStorageError, type Storage } from '#storage/contract.ts'

/** Raised whenever the shape of PublicStatus changes: what another version kept is then not read. */
const FORMAT = 1
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

/** What was kept last; null when nothing was, or by a version that wrote it otherwise. */
export async function readKeptStatus(storage: Storage): Promise<Snapshot | null> {
  try {
    const { body } = await storage.get(KEY)
    const { format, confirmedAt, status } = (await new Response(body).json()) as Record<string, unknown>
    if (format !== FORMAT || typeof confirmedAt !== 'string') return null
    return { status: status as PublicStatus, confirmedAt: new Date(confirmedAt) }
  } catch (error) {
    if (isStorageError(error, 'not_found')) return null
    throw error
  }
}
