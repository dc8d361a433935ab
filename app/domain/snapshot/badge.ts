import type { Freshness } from '#app/domain/snapshot/freshness.ts'
import type { Indicator, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { overallWords } from '#app/domain/snapshot/public-words.ts'
import { escapeXml } from '#app/domain/snapshot/xml.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { translator } from '#app/i18n/translate.ts'

/** White text stands on each of them with a contrast of at least 4.5 to 1. */
const COLOURS: Record<Indicator, string> = {
  none: '#1a7f37',
  maintenance: '#0a62c4',
  minor: '#8a5d00',
  major: '#a04100',
  critical: '#c0202c',
}
const UNKNOWN_COLOUR = '#57606a'
const LABEL_COLOUR = '#24292f'

const HEIGHT = 24
const PADDING = 9
/** Of a font of 12 px; `textLength` makes any font fit. */
const NARROW = 6.9
const WIDE = 13

/** The overall state as a small picture for other pages: grey where it is not known or no longer confirmed. */
export function badgeSvg(status: PublicStatus | null, locale: Locale, freshness: Freshness): string {
  const t = translator(locale)
  const label = status?.page.name ?? t('status:title')
  const state = status ? overallWords(t, status, freshness) : t('status:badge.unknown')
  const colour = status && freshness.staleMinutes === 0 ? COLOURS[status.indicator] : UNKNOWN_COLOUR
  const [labelWidth, stateWidth] = [widthOf(label), widthOf(state)]
  const left = labelWidth + 2 * PADDING
  const width = left + stateWidth + 2 * PADDING
  const title = escapeXml(t('status:badge.title', { name: label, state }))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}"`,
    ` role="img" aria-label="${title}" lang="${locale}"><title>${title}</title>`,
    `<rect width="${width}" height="${HEIGHT}" rx="4" fill="${LABEL_COLOUR}"/>`,
    `<path d="M${left} 0H${width - 4}a4 4 0 0 1 4 4V${HEIGHT - 4}a4 4 0 0 1-4 4H${left}z" fill="${colour}"/>`,
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,Arial,sans-serif" font-size="12">',
    text(label, PADDING, labelWidth),
    text(state, left + PADDING, stateWidth),
    '</g></svg>',
  ].join('')
}

const text = (words: string, x: number, width: number) =>
  `<text x="${x}" y="16" textLength="${width}" lengthAdjust="spacingAndGlyphs">${escapeXml(words)}</text>`

/** Pixels that a text takes, roughly. */
function widthOf(words: string): number {
  const signs = [...new Intl.Segmenter().segment(words)]
  const pixels = signs.reduce((sum, { segment }) => sum + (segment > '\u2fff' ? WIDE : NARROW), 0)
  return Math.ceil(pixels)
}
