import { setTimeout as wait } from 'node:timers/promises'
import { LocalError, oneLine } from '#local/local-error.ts'

/** Something that runs until it ends or is stopped. */
export interface Running {
  /** Settles with how it ended, for whatever reason; never rejects. */
  readonly ended: Promise<string>
  /** Asks it to finish what it does; settles when it is gone. */
  stop(): Promise<void>
  /** Ends it at once. */
  kill(): void
}

export interface SupervisorOptions {
  log: (line: string) => void
  /** A part that could not be kept running. */
  onGiveUp: (error: LocalError) => void
  /** Wait before the first restart; doubles with each one that follows at once. */
  firstDelayMs?: number
  /** A part that lived this long was well: the count starts anew. */
  wellAfterMs?: number
}

interface Part {
  readonly name: string
  running: Running | undefined
  starting: Promise<unknown>
  /** It was ended on purpose, to start anew at once. */
  renewing: boolean
}

const MOST_QUICK_DEATHS = 4

/** Keeps parts running: starts again what ended, with growing waits; stops all, last started first. */
export class Supervisor {
  readonly #options: Required<SupervisorOptions>
  readonly #parts: Part[] = []
  readonly #stopping = new AbortController()

  constructor(options: SupervisorOptions) {
    this.#options = { firstDelayMs: 500, wellAfterMs: 20_000, ...options }
  }

  /** Aborted as soon as everything is to stop. */
  get stopping(): AbortSignal {
    return this.#stopping.signal
  }

  /** Starts a part and keeps it running; `start` is called again after each end. Throws what the first start throws. */
  async keep<R extends Running>(name: string, start: () => Promise<R>): Promise<R> {
    this.stopping.throwIfAborted()
    const part: Part = { name, running: undefined, starting: Promise.resolve(), renewing: false }
    this.#parts.push(part)
    const launch = async () => {
      const started = start()
      part.starting = started.catch(() => undefined)
      const running = await started
      part.running = running
      return running
    }
    const first = await launch()
    void this.#watch(part, first, launch)
    return first
  }

  /** Ends whatever runs now, so that it is started again: for a change of its code. */
  async restart(name: string): Promise<void> {
    const part = this.#parts.find((known) => known.name === name)
    if (!part?.running) return
    part.renewing = true
    await part.running.stop()
  }

  /** Stops everything in order, also what is just being started. Settles when no part is left. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    for (const part of this.#parts.toReversed()) {
      await part.starting
      await part.running?.stop()
    }
  }

  /** Ends everything at once. */
  kill(): void {
    this.#stopping.abort()
    for (const part of this.#parts.toReversed()) part.running?.kill()
  }

  async #watch(part: Part, first: Running, launch: () => Promise<Running>): Promise<void> {
    let running: Running | undefined = first
    let how = ''
    let quickDeaths = 0
    while (!this.stopping.aborted) {
      const startedAt = performance.now()
      if (running) how = await running.ended
      if (this.stopping.aborted) return
      if (part.renewing) {
        part.renewing = false
        quickDeaths = 0
      } else {
        quickDeaths = performance.now() - startedAt > this.#options.wellAfterMs ? 1 : quickDeaths + 1
        if (quickDeaths >= MOST_QUICK_DEATHS) {
          this.#options.onGiveUp(
            new LocalError(`${part.name} ends again and again (${how}): its messages are above`),
          )
          return
        }
        await this.#pause(part.name, how, this.#options.firstDelayMs * 2 ** (quickDeaths - 1))
        if (this.stopping.aborted) return
      }
      running = await launch().catch((error) => {
        how = oneLine(error)
        return undefined
      })
    }
  }

  async #pause(name: string, how: string, delayMs: number): Promise<void> {
    this.#options.log(`${name} ended (${how}), starting it again in ${delayMs / 1000} s`)
    await wait(delayMs, undefined, { signal: this.stopping }).catch(() => undefined)
  }
}
