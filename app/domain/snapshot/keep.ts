import { z } from 'zod'
import { DAY_MS, MINUTE_MS } from '#app/domain/clock.ts'
import type { Log } from '#app/domain/context.ts'
import { publicEventsSchema, publicStatusSchema } from '#app/domain/snapshot/kept-schema.ts'
import { joinEvents, type PastMonth, type PublicEvents, splitPast } from '#app/domain/snapshot/past-months.ts'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import { isStorageError, type Storage } from '#storage/contract.ts'

/** Raised whenever the shape of PublicStatus changes. What has none of these formats is not read. */
const FORMAT = 5
/** Before it was known in which language a text is written, and before texts were kept as they were written. */
const FORMER_FORMATS = [3, 4] as const
const KEY = 'status/snapshot.json'
const PAST = 'status/past/'
const MAX_BYTES = 64 * 1024 * 1024
/** How often a process looks whether the months that it wrote are still there. */
const LOOK_MS = 10 * MINUTE_MS

/**
 * The newest public status in storage, for processes that start while the database is gone. What is long over lies
 * beside it, month by month under names that change with what they say, so that a change writes what it changed and
 * a process that looks every few seconds reads each month once.
 */
export class KeptStatus {
  /** Names that this process has written; null before it did. */
  #written: ReadonlySet<string> | null = null
  #read = new Map<string, PublicEvents>()
  #missing = 0
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(
    readonly storage: Storage,
    readonly log: Pick<Log, 'error'>,
  ) {}

  /** Keeps a status. From any number of processes at once; safe to repeat. */
  async keep({ status, confirmedAt }: Snapshot): Promise<void> {
    const { recent, past } = splitPast(status)
    const names = new Set(past.map(nameOf))
    const before = this.#written ?? (await this.#leftovers(confirmedAt))
    await this.#lookAgain(confirmedAt)
    for (const month of past) {
      if (!this.#written?.has(nameOf(month))) await this.#put(nameOf(month), month.events)
    }
    await this.#put(KEY, { format: FORMAT, confirmedAt, status: recent, past: [...names] })
    this.#written = names
    // Only now does nobody who reads the newest one look for them.
    for (const name of before) if (!names.has(name)) await this.storage.delete(name)
  }

  /** How many months could not be read last time: a reading again may bring them. */
  get missing(): number {
    return this.#missing
  }

  /** What was kept last; null when nothing was. Throws for what is damaged, or was written by another version. */
  async read(): Promise<Snapshot | null> {
    const found = await this.#get(KEY)
    if (found === null) return null
    const { status, confirmedAt, past } = kept.parse(found)
    const read = new Map<string, PublicEvents>()
    for (const name of past) {
      const month = this.#read.get(name) ?? (await this.#month(name))
      if (month) read.set(name, month)
    }
    this.#read = read
    this.#missing = past.length - read.size
    return { status: joinEvents(status, [...read.values()]), confirmedAt }
  }

  /** Forgets having written what is no longer there: lost, or removed by a process that was a step behind. */
  async #lookAgain(now: Date): Promise<void> {
    if (!this.#written || now.getTime() < this.#lookedAt + LOOK_MS) return
    const there = new Set<string>()
    for await (const { key } of this.storage.list(PAST)) there.add(key)
    this.#written = new Set([...this.#written].filter((name) => there.has(name)))
    this.#lookedAt = now.getTime()
  }

  /** What killed processes left behind: it may say what was taken back since. Not what another is just writing. */
  async #leftovers(now: Date): Promise<ReadonlySet<string>> {
    const old = new Set<string>()
    for await (const { key, modifiedAt } of this.storage.list(PAST)) {
      if (modifiedAt.getTime() < now.getTime() - DAY_MS) old.add(key)
    }
    return old
  }

  async #put(key: string, content: object): Promise<void> {
    const body = Buffer.from(JSON.stringify(content))
    await this.storage.put(key, oneChunk(body), { contentType: 'application/json', maxBytes: MAX_BYTES })
  }

  /** A month of the past; null, and a line in the log, where it is missing or damaged: the present counts for more. */
  async #month(name: string): Promise<PublicEvents | null> {
    try {
      return publicEventsSchema.parse(await this.#get(name))
    } catch (err) {
      this.log.error({ err, name }, 'a month of the kept status cannot be read; the rest is shown')
      return null
    }
  }

  async #get(key: string): Promise<unknown> {
    try {
      const { body, bytes } = await this.storage.get(key)
      if (bytes > MAX_BYTES) {
        await body.cancel()
        throw new RangeError(`${key} holds ${bytes} bytes: none of ours is as long`)
      }
      return await new Response(body).json()
    } catch (error) {
      if (isStorageError(error, 'not_found')) return null
      throw error
    }
  }
}

const nameOf = ({ month, digest }: PastMonth) => `${PAST}${month}-${digest}.json`

async function* oneChunk(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk
}

const kept = z.object({
  format: z.literal([...FORMER_FORMATS, FORMAT]),
  confirmedAt: z.iso.datetime().transform((text) => new Date(text)),
  status: publicStatusSchema,
  past: z.array(z.string().regex(/^status\/past\/\d{4}-\d{2}-[0-9a-f]{32}\.json$/)),
})
