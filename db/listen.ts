import pg from 'pg'

const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 2_000

export interface ListenOptions {
  onNotify(): void
  /** Each time the connection stands, also after a break: whatever was missed must be fetched. */
  onConnect(): void
  onError(error: unknown): void
}

export interface Listener {
  close(): Promise<void>
}

/**
 * Listens on one channel with a connection of its own, for as long as the process lives: a broken connection
 * is made again, sooner first and then every two seconds.
 */
export function listen(url: string, channel: string, options: ListenOptions): Listener {
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | undefined
  let retryMs = FIRST_RETRY_MS
  let closed = false

  async function connect(): Promise<void> {
    const mine = new pg.Client({
      connectionString: url,
      application_name: 'vigie-listen',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: 5_000,
    })
    client = mine
    let lost = false
    const lose = (error: unknown) => {
      if (lost || closed) return
      lost = true
      options.onError(error)
      void mine.end().catch(() => undefined)
      retry = setTimeout(() => void connect(), retryMs)
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
    }
    mine.on('error', lose)
    mine.on('end', () => lose(new Error('the listening connection ended')))
    mine.on('notification', () => options.onNotify())
    try {
      await mine.connect()
      await mine.query(`listen ${mine.escapeIdentifier(channel)}`)
      retryMs = FIRST_RETRY_MS
      if (!closed) options.onConnect()
    } catch (error) {
      lose(error)
    }
  }

  const first = connect()
  return {
    close: async () => {
      closed = true
      clearTimeout(retry)
      await first
      await client?.end().catch(() => undefined)
    },
  }
}
