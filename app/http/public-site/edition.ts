import { createHash } from 'node:crypto'
import { digestOf } from '#app/domain/snapshot/event-digest.ts'
import type { Freshness } from '#app/domain/snapshot/freshness.ts'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import { type Answer, makeAnswer, withHeader } from '#app/http/public-site/answer.ts'
import { publicDocuments, unknownDocuments } from '#app/http/public-site/documents.ts'
import type { FurtherPages } from '#app/http/public-site/page-paths.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** One answer, or one for each language. */
export type Entry = Answer | Readonly<Record<Locale, Answer>>

/** Everything public as it is for one snapshot. */
export interface Edition {
  readonly snapshot: Snapshot | null
  readonly now: Date
  /** Changes with what is said, not with when it was confirmed. */
  readonly version: string
  /** Front pages and documents, ready. */
  readonly ready: ReadonlyMap<string, Entry>
  /** When the front pages were rendered, in milliseconds. */
  readonly renderedAt: number
  /** Pages that are made when somebody asks for them. */
  readonly further: FurtherPages
}

/** Everything that is no page, compressed. */
export async function documentsOf(
  snapshot: Snapshot | null,
  freshness: Freshness | null,
): Promise<[string, Entry][]> {
  const documents = snapshot && freshness ? publicDocuments(snapshot, freshness) : unknownDocuments()
  const answers = await Promise.all(
    documents.map(async (document) => ({
      ...document,
      answer: confirmed(await makeAnswer(document), snapshot),
    })),
  )
  return [...Map.groupBy(answers, (one) => one.path)].flatMap(([path, ofPath]): [string, Entry][] => {
    const [first] = ofPath
    const inLanguage = (locale: Locale) => ofPath.find((one) => one.locale === locale)?.answer
    const [fr, en] = [inLanguage('fr'), inLanguage('en')]
    if (fr && en) return [[path, { fr, en }]]
    return first ? [[path, first.answer]] : []
  })
}

/** Unchanged ones are not compressed again: only the moment of their confirmation is new. */
export const confirmedAnew = (entry: Entry, snapshot: Snapshot): Entry =>
  'forms' in entry
    ? confirmed(entry, snapshot)
    : { fr: confirmed(entry.fr, snapshot), en: confirmed(entry.en, snapshot) }

export const confirmed = (answer: Answer, snapshot: Snapshot | null): Answer =>
  snapshot ? withHeader(answer, 'X-Confirmed-At', snapshot.confirmedAt.toISOString()) : answer

/** Uptime moves with every second of an outage; what it is made of is in the incidents. */
export function versionOf({ status }: Snapshot, { staleMinutes }: Freshness): string {
  const components = status.components.map(({ states, outages, uptime, ...said }) => said)
  const { incidents, maintenances, builtAt, nextBoundaryAt, ...rest } = status
  const said = JSON.stringify({
    ...rest,
    components,
    staleMinutes,
    events: digestOf(incidents, maintenances),
  })
  return createHash('sha256').update(said).digest('base64url')
}
