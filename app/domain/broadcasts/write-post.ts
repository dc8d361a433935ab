import twitter from 'twitter-text'
import type { Network, WrittenPost } from '#app/domain/broadcasts/schemas.ts'

/** Everything that a post can say. Nothing in it has room for an account. */
export interface PostMessage {
  /** In words: "Cause identifiée". */
  readonly state: string
  readonly name: string
  /** Named instead of the incident where there are any. */
  readonly components: readonly string[]
  readonly text: string
  /** The public page of the incident. */
  readonly url: string
}

interface Measure {
  readonly maxLength: number
  count(text: string): number
  /** A second limit beside the length. */
  readonly maxBytes?: number
}

const segmenter = new Intl.Segmenter('fr', { granularity: 'grapheme' })
const graphemes = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment)

/** Mastodon counts graphemes, and 23 for an address however long it is. */
function countForMastodon(text: string): number {
  const urls = twitter.extractUrlsWithIndices(text, { extractUrlsWithoutProtocol: false })
  const saved = urls.map(({ indices: [from, to] }) => graphemes(text.slice(from, to)).length - 23)
  return graphemes(text).length - saved.reduce((sum, one) => sum + one, 0)
}

const MEASURES: Record<Network, Measure> = {
  x: { maxLength: 280, count: (text) => twitter.parseTweet(text).weightedLength },
  mastodon: { maxLength: 500, count: countForMastodon },
  bluesky: { maxLength: 300, count: (text) => graphemes(text).length, maxBytes: 3_000 },
}

/**
 * One update as a post: state, component and link always whole, the text cut at a word by the network's own counting.
 * Of many components as many are named as take half a post; of a name too long for any post, its beginning.
 */
export function writePost(network: Network, message: PostMessage): WrittenPost {
  const { count, maxLength, maxBytes = Number.POSITIVE_INFINITY } = MEASURES[network]
  const fits = (text: string) => count(text) <= maxLength && Buffer.byteLength(text) <= maxBytes
  const compose = (subject: string, text: string) =>
    [`${message.state} – ${subject}`, text, message.url].filter(Boolean).join('\n\n')
  const isShort = (subject: string) => count(compose(subject, '')) <= maxLength / 2
  const [first = message.name] = message.components
  const subject = listings(message.components).find(isShort) ?? cut(first, (name) => fits(compose(name, '')))
  const body = message.text.trim()
  const kept = cut(body, (text) => fits(compose(subject, text)))
  const text = compose(subject, kept)
  return { text, length: count(text), maxLength, isCut: kept !== body }
}

/** "A, B, C", then "A, B +1", then "A +2". */
const listings = (names: readonly string[]): string[] =>
  names.map((_, left) => {
    const named = names.slice(0, names.length - left).join(', ')
    return left === 0 ? named : `${named} +${left}`
  })

/** The longest beginning that fits, with "…" where something is missing: whole words, or of one long word its letters. */
function cut(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text
  const ends = Array.from(text.matchAll(/\s+/g), ({ index }) => index)
  const byWord = longest([0, ...ends], (end) => fits(`${text.slice(0, end)}…`))
  if (byWord > 0) return `${text.slice(0, byWord)}…`
  const letters = graphemes(text)
  const kept = longest([...letters.keys()], (end) => fits(`${letters.slice(0, end).join('')}…`))
  return kept > 0 ? `${letters.slice(0, kept).join('')}…` : ''
}

/** The last of `ends`, shortest first, that passes; 0 when none does. */
function longest(ends: readonly number[], passes: (end: number) => boolean): number {
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (passes(ends[middle] ?? 0)) low = middle + 1
    else high = middle
  }
  return ends[low - 1] ?? 0
}
