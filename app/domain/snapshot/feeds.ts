import { Feed } from 'feed'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import { changesOf, isCancellation } from '#app/domain/snapshot/events.ts'
import type { Freshness } from '#app/domain/snapshot/freshness.ts'
import { descending } from '#app/domain/snapshot/past-months.ts'
import type {
  PublicIncident,
  PublicMaintenance,
  PublicStatus,
  PublicUpdate,
} from '#app/domain/snapshot/public-status.ts'
import { eventUrl, publicUrl } from '#app/domain/snapshot/public-url.ts'
import { freshnessWords, overallWords } from '#app/domain/snapshot/public-words.ts'
import { escapeXml, xmlText } from '#app/domain/snapshot/xml.ts'
import { langIn } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { updateName } from '#app/i18n/state-name.ts'
import { translator } from '#app/i18n/translate.ts'

/** Readers ask often and remember what they saw: the newest are enough. */
const MAX_ENTRIES = 50
/** An update names so many components; its page names all. */
const MAX_NAMED = 10
/** Minutes after which an RSS reader may ask again. */
const TTL_MINUTES = 5

/**
 * Every update of every incident and maintenance as an entry of its own, newest first (RFC 4287). Ids are
 * stable; a correction raises `updated`. The subtitle says the overall state and how far it may be believed.
 */
export function atomFeed(status: PublicStatus, locale: Locale, freshness: Freshness): string {
  const feed = feedOf(status, locale, freshness, 'feed.atom')
  for (const entry of entries(status)) feed.addItem(item(status, locale, entry, escapeXml))
  // The library knows no language of an Atom feed.
  return feed.atom1().replace('<feed ', `<feed xml:lang="${locale}" `)
}

/** The same as RSS 2.0. Readers differ on markup in RSS titles, so these are plain text. */
export function rssFeed(status: PublicStatus, locale: Locale, freshness: Freshness): string {
  const feed = feedOf(status, locale, freshness, 'feed.rss')
  for (const entry of entries(status)) feed.addItem(item(status, locale, entry, plainTitle))
  return feed.rss2()
}

type Told = { readonly event: PublicIncident | PublicMaintenance; readonly update: PublicUpdate }

function entries({ incidents, maintenances }: PublicStatus): Told[] {
  // Sorted now and then, and cut: of years of updates nearly all are older than the oldest that is told.
  let told: Told[] = []
  let oldest = ''
  const cut = () => {
    told.sort((a, b) => descending(a.update.displayAt, b.update.displayAt))
    told = told.slice(0, MAX_ENTRIES)
    oldest = told.length === MAX_ENTRIES ? (told.at(-1)?.update.displayAt ?? '') : ''
  }
  for (const events of [incidents, maintenances]) {
    for (const event of events) {
      for (const update of event.updates) {
        if (update.displayAt <= oldest) break
        told.push({ event, update })
      }
      if (told.length > 2 * MAX_ENTRIES) cut()
    }
  }
  cut()
  return told
}

function feedOf(status: PublicStatus, locale: Locale, freshness: Freshness, file: string): Feed {
  const t = translator(locale)
  const home = publicUrl(status, locale)
  const name = xmlText(status.page.name)
  return new Feed({
    id: home,
    title: t('status:page.title', { provider: name }),
    description: `${overallWords(t, status, freshness)}. ${freshnessWords(t, locale, freshness)}`,
    link: home,
    feed: publicUrl(status, locale, `/${file}`),
    language: locale,
    updated: new Date(status.updatedAt),
    author: { name },
    generator: 'Vigie',
    ttl: TTL_MINUTES,
    copyright: '',
  })
}

function item(
  status: PublicStatus,
  locale: Locale,
  { event, update }: Told,
  title: (text: string) => string,
) {
  const t = translator(locale)
  const named = changesOf(update)
    .slice(0, MAX_NAMED)
    .map(({ name, to }) => `${name[locale]} (${t(`status:component.${to}`)})`)
  const affected = named.length > 0 ? `<p>${escapeXml(named.join(' · '))}</p>` : ''
  return {
    id: `urn:vigie:${status.page.id}:update:${update.id}`,
    title: title(
      `${event.name[locale]} · ${updateName(t, { ...update, cancelled: isCancellation(event, update) })}`,
    ),
    link: `${eventUrl(status, locale, event.id)}#${update.id}`,
    date: new Date(update.updatedAt),
    published: new Date(update.displayAt),
    content: xmlText(`${bodyOf(update, locale)}${affected}`),
  }
}

/** With its language where it is not the feed's: readers show both feeds as HTML, and ask nothing else for it. */
function bodyOf({ markdown }: PublicUpdate, locale: Locale): string {
  const lang = langIn(markdown, locale)
  const { html } = renderMarkdown(markdown[locale])
  return lang ? `<div lang="${lang}">${html}</div>` : html
}

/** Text in a CDATA section, whose end must not stand in it. */
const plainTitle = (text: string): string => xmlText(text).replaceAll(']]>', ']]\u200b>')
