import { setImmediate as othersFirst } from 'node:timers/promises'
import { MINUTE_MS } from '#app/domain/clock.ts'
import type { Log } from '#app/domain/context.ts'
import { freshnessOf } from '#app/domain/snapshot/freshness.ts'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import { type Answer, type Content, makeAnswer } from '#app/http/public-site/answer.ts'
import {
  confirmed,
  confirmedAnew,
  documentsOf,
  type Edition,
  type Entry,
  versionOf,
} from '#app/http/public-site/edition.ts'
import { FRONT_PAGES, furtherPages, NO_PAGES } from '#app/http/public-site/page-paths.ts'
import type { RenderPage } from '#app/http/public-site/render-page.ts'
import type { SnapshotHolder } from '#app/http/snapshot-holder.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** How long a page that nothing changed may say an earlier moment of confirmation. Far below staleness. */
const KEPT_MS = MINUTE_MS
/** How many such pages are kept at once; the one made first goes first. */
const MAX_KEPT = 500

interface KeptPage {
  readonly version: string
  readonly madeAt: number
  readonly answer: Promise<Answer>
}

interface SiteOptions {
  render: RenderPage
  log: Log
  /** In development a page is made for each request, so that its code can change. */
  development?: boolean
}

/**
 * The public side of the service, in memory: made once for each snapshot, compressed, and answered without a router
 * or a database. `publish` replaces all of it at once.
 */
export class PublicSite implements SnapshotHolder {
  #edition: Edition = {
    snapshot: null,
    now: new Date(0),
    version: '',
    ready: new Map(),
    renderedAt: 0,
    further: NO_PAGES,
  }
  readonly #kept = new Map<string, KeptPage>()
  readonly #options: SiteOptions
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: SiteOptions) {
    this.#options = options
  }

  current(): Snapshot | null {
    return this.#edition.snapshot
  }

  /**
   * Makes everything for `snapshot` as of `now` and shows it from then on; null while nothing is known. A page that
   * cannot be made stays as it was and is written to the log: one text must not take the others away.
   */
  async publish(snapshot: Snapshot | null, now: Date): Promise<void> {
    const freshness = snapshot && freshnessOf(snapshot.confirmedAt, now)
    const version = snapshot && freshness ? versionOf(snapshot, freshness) : ''
    const before = this.#edition
    const isUnchanged = version !== '' && version === before.version
    const age = now.getTime() - before.renderedAt
    const keepsPages = isUnchanged && age >= 0 && age < KEPT_MS
    const edition: Edition & { ready: Map<string, Entry> } = {
      snapshot,
      now,
      version,
      further: snapshot ? furtherPages(snapshot.status, now) : NO_PAGES,
      ready: new Map(),
      renderedAt: keepsPages ? before.renderedAt : now.getTime(),
    }
    if (snapshot && isUnchanged)
      for (const [path, entry] of before.ready) edition.ready.set(path, confirmedAnew(entry, snapshot))
    // Rendering is this thread's work, compressing is that of others: side by side they take the longer of the two.
    const [documents, pages] = await Promise.all([
      isUnchanged ? [] : documentsOf(snapshot, freshness),
      keepsPages || this.#options.development ? [] : this.#frontPages(edition),
    ])
    for (const [path, entry] of [...documents, ...pages]) edition.ready.set(path, entry)
    this.#edition = edition
    for (const [path, kept] of this.#kept) if (kept.version !== version) this.#kept.delete(path)
  }

  /** What is ready at exactly this path: one answer, or one for each language. */
  ready(path: string): Entry | undefined {
    return this.#edition.ready.get(path)
  }

  /** The answer at `path` in that language, where it speaks several; undefined where nothing is. */
  find(path: string, language: () => Locale): Answer | Promise<Answer> | undefined {
    const entry = this.ready(path)
    if (entry) return 'forms' in entry ? entry : entry[language()]
    const exists = this.#edition.further.has(path) || (this.#options.development && FRONT_PAGES.has(path))
    return exists ? this.#further(path) : undefined
  }

  /** Every path there is. */
  paths(): string[] {
    return [...this.#edition.ready.keys(), ...this.#edition.further.paths()]
  }

  /** A page on demand: those who ask for one at once share it, and different ones are made one after the other. */
  #further(path: string): Promise<Answer> {
    const edition = this.#edition
    const { version } = edition
    const madeAt = edition.snapshot?.confirmedAt.getTime() ?? 0
    const kept = this.#kept.get(path)
    if (kept?.version === version && madeAt - kept.madeAt < KEPT_MS && !this.#options.development)
      return kept.answer
    const answer = this.#queue.then(() => this.#page(path, edition))
    this.#queue = answer.catch(() => undefined)
    this.#kept.delete(path)
    this.#kept.set(path, { version, madeAt, answer })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MAX_KEPT && oldest) this.#kept.delete(oldest)
    answer.catch(() => this.#kept.delete(path))
    return answer
  }

  /** One after the other, and whoever asks meanwhile is answered in between. */
  async #frontPages(edition: Edition): Promise<[string, Answer][]> {
    const pages: Promise<[string, Answer]>[] = []
    for (const path of FRONT_PAGES) {
      const content = this.#options.render(path, edition.snapshot, edition.now)
      pages.push(this.#answer(path, content, edition).then((answer): [string, Answer] => [path, answer]))
      await content.catch(() => undefined)
      await othersFirst()
    }
    return Promise.all(pages)
  }

  #page(path: string, edition: Edition): Promise<Answer> {
    return this.#answer(path, this.#options.render(path, edition.snapshot, edition.now), edition)
  }

  async #answer(path: string, content: Promise<Content>, { snapshot }: Edition): Promise<Answer> {
    try {
      return confirmed(await makeAnswer(await content), snapshot)
    } catch (err) {
      const before = this.#edition.ready.get(path)
      this.#options.log.error({ err, path }, 'a public page could not be made; the last one stays')
      if (before && 'forms' in before) return before
      throw err
    }
  }
}
