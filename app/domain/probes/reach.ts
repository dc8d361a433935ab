/** What the reach of all probes together is told from. */
export interface Watched {
  readonly url: string
  readonly checkedAt: Date | null
  /** When anything at all answered last, right or wrong. */
  readonly answeredAt: Date | null
}

/** With fewer hosts their failing at once is more likely their own fault than ours. */
const MIN_HOSTS = 3

const severalHosts = (watched: readonly Watched[]) =>
  new Set(watched.map(({ url }) => new URL(url).hostname)).size >= MIN_HOSTS

/**
 * True when nobody has answered any probe since: then nothing speaks for a fault over there rather than in our own
 * network. A wrong answer is an answer. With few hosts there is nothing to compare with, and a probe is believed.
 */
export const unansweredSince = (watched: readonly Watched[], since: Date): boolean =>
  severalHosts(watched) && !watched.some(({ answeredAt }) => answeredAt && answeredAt >= since)

/** True when the last check of every probe went unanswered. */
export const reachesNothing = (watched: readonly Watched[]): boolean =>
  severalHosts(watched) &&
  watched.every(({ checkedAt, answeredAt }) => checkedAt && (!answeredAt || answeredAt < checkedAt))
