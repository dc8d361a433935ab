import type { Indicator, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { publicUrl } from '#app/domain/snapshot/public-url.ts'
import type { PublicArgs } from '#app/http/public-handlers.server.ts'
import { translator } from '#app/i18n/translate.ts'
import type { Head } from '#app/routes/status/head.ts'

const MAX_DESCRIPTION = 160

interface Page {
  /** Without the provider's name. */
  readonly title: string
  readonly description: string
  /** The page below `/status`, the same in both languages; '' for the first one. */
  readonly rest: string
}

/** What machines are told of a public page; without a snapshot no more than its title. */
export function publicHead({ snapshot, locale, provider }: PublicArgs, page: Page): Head {
  const t = translator(locale)
  const title = `${page.title} · ${provider.name}`
  if (!snapshot) return { title, known: null }
  const { status } = snapshot
  const url = (language: typeof locale, rest = page.rest) => publicUrl(status, language, rest)
  return {
    title,
    known: {
      description: shortened(page.description),
      siteName: provider.name,
      locale,
      url: url(locale),
      languages: { fr: url('fr'), en: url('en') },
      icon: iconOf(status),
      atom: { href: url(locale, '/feed.atom'), title: `${t('status:head.incidents')} · Atom` },
      rss: { href: url(locale, '/feed.rss'), title: `${t('status:head.incidents')} · RSS` },
      calendar: { href: url(locale, '/maintenance.ics'), title: t('status:head.maintenances') },
    },
  }
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= MAX_DESCRIPTION) return line
  return `${line.slice(0, MAX_DESCRIPTION).replace(/\s+\S*$/, '')}…`
}

/** A colour and a sign of its own for each state: a tick, a wrench's slot, one bar, two bars, a cross. */
const ICONS: Record<Indicator, [colour: string, sign: string]> = {
  none: ['1a7f37', 'M4 8.5l3 3 5-6'],
  maintenance: ['0a62c4', 'M8 4v5M8 12v0'],
  minor: ['8a5d00', 'M4 8h8'],
  major: ['a04100', 'M4 6h8M4 10h8'],
  critical: ['c0202c', 'M5 5l6 6M11 5l-6 6'],
}

function iconOf({ indicator }: PublicStatus): string {
  const [colour, sign] = ICONS[indicator]
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='8' cy='8' r='8' fill='#${colour}'/><path d='${sign}' fill='none' stroke='#fff' stroke-width='2' stroke-linecap='round'/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
