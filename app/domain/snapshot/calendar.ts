import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import type { Freshness } from '#app/domain/snapshot/freshness.ts'
import type { PublicMaintenance, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { eventUrl, publicUrl } from '#app/domain/snapshot/public-url.ts'
import { freshnessWords } from '#app/domain/snapshot/public-words.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { stateName } from '#app/i18n/state-name.ts'
import { translator } from '#app/i18n/translate.ts'

const REFRESH_SECONDS = 15 * 60
/** The newest windows: those to come and a past that a calendar may still show. */
const MAX_EVENTS = 200

/**
 * Planned windows to subscribe to (RFC 5545), in UTC: one UID each, whose SEQUENCE rises with every change. What
 * is cancelled stays in it as such, so that it leaves the calendars that have it.
 */
export function maintenanceCalendar(status: PublicStatus, locale: Locale, freshness: Freshness): string {
  const t = translator(locale)
  const calendar = ical({
    prodId: { company: 'Vigie', product: 'Status', language: locale.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    name: escapeText(t('status:calendar.title', { provider: status.page.name })),
    description: escapeText(freshnessWords(t, locale, freshness)),
    url: publicUrl(status, locale),
    ttl: REFRESH_SECONDS,
  })
  for (const maintenance of status.maintenances.slice(0, MAX_EVENTS)) {
    calendar.createEvent({
      id: `${maintenance.id}@${status.page.id}.vigie`,
      sequence: maintenance.version,
      start: new Date(maintenance.scheduledFor),
      end: new Date(maintenance.scheduledUntil),
      summary: oneLine(maintenance.name[locale]),
      description: describe(status, maintenance, locale),
      url: eventUrl(status, locale, maintenance.id),
      status: maintenance.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      // Nobody is busy because a payment system is being maintained.
      transparency: ICalEventTransparency.TRANSPARENT,
      created: new Date(maintenance.createdAt),
      lastModified: new Date(maintenance.updatedAt),
      stamp: new Date(maintenance.updatedAt),
    })
  }
  // The library leaves out the end of the last line, which strict readers want too.
  return `${calendar.toString()}\r\n`
}

/** The newest text, what is touched, and the state. */
function describe({ components }: PublicStatus, maintenance: PublicMaintenance, locale: Locale): string {
  const t = translator(locale)
  const touched = new Set(maintenance.componentIds)
  const [newest] = maintenance.updates
  const names = components.filter(({ id }) => touched.has(id)).map(({ name }) => name[locale])
  const parts = [
    maintenance.cancelled ? t('status:page.cancelled') : stateName(t, maintenance.status),
    newest ? renderMarkdown(newest.markdown[locale]).text : '',
    names.length > 0 ? t('status:page.affects', { components: names.join(' · ') }) : '',
  ]
  return printable(parts.filter(Boolean).join('\n\n'))
}

/** A TEXT value holds no control characters but line ends and tabs. */
const printable = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '')

/** Line ends are for descriptions. */
const oneLine = (text: string): string => printable(text.replace(/\s+/g, ' ').trim())

/** A TEXT value: the library escapes those of events, but not the calendar's own. */
const escapeText = (text: string): string => oneLine(text).replace(/[\\;,]/g, (sign) => `\\${sign}`)
