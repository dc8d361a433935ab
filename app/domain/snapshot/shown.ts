import { type Clock, MINUTE_MS } from '#app/domain/clock.ts'
import { freshnessOf } from '#app/domain/snapshot/freshness.ts'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'

/** Shows the public status: `PublicSite`, or a test. */
export interface Publisher {
  publish(snapshot: Snapshot | null, now: Date): Promise<void>
}

/** What is shown now, and how old it says that it is. */
export class Shown {
  #snapshot: Snapshot | null = null
  #staleMinutes = 0
  #saysUnknown = false

  constructor(
    readonly site: Publisher,
    readonly clock: Clock,
  ) {}

  isEmpty = () => this.#snapshot === null

  known(): Snapshot {
    if (!this.#snapshot) throw new Error('nothing is known yet')
    return this.#snapshot
  }

  async show(snapshot: Snapshot): Promise<void> {
    const now = this.clock.now()
    await this.site.publish(snapshot, now)
    this.#snapshot = snapshot
    this.#staleMinutes = freshnessOf(snapshot.confirmedAt, now).staleMinutes
  }

  /**
   * Shows what was kept, unless what is shown is newer, or the same and not `mended`; what lies ahead of this clock is
   * not newer.
   */
  async showNewer(kept: Snapshot | null, mended: boolean): Promise<void> {
    const shown = this.#snapshot?.confirmedAt
    const isAhead = shown !== undefined && shown.getTime() > this.clock.now().getTime() + MINUTE_MS
    const isNewer = kept && (!shown || kept.confirmedAt > shown)
    const isMended = mended && kept?.confirmedAt.getTime() === shown?.getTime()
    if (kept && (isNewer || isMended || (isAhead && kept.confirmedAt < shown))) await this.show(kept)
  }

  /** Says it anew when what is shown has grown a minute older beyond belief, or that nothing is known. */
  async age(): Promise<void> {
    if (!this.#snapshot) {
      if (!this.#saysUnknown) await this.site.publish(null, this.clock.now())
      this.#saysUnknown = true
      return
    }
    const { staleMinutes } = freshnessOf(this.#snapshot.confirmedAt, this.clock.now())
    if (staleMinutes !== this.#staleMinutes) await this.show(this.#snapshot)
  }
}
