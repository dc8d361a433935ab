import { isActive } from '#app/domain/maintenance/effective-status.ts'
import type { Freshness } from '#app/domain/snapshot/freshness.ts'
import type { PublicIncident, PublicMaintenance, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { eventUrl } from '#app/domain/snapshot/public-url.ts'
import { langIn } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { stateName } from '#app/i18n/state-name.ts'
import { translator } from '#app/i18n/translate.ts'

/** Other pages carry one line, not a list: so many can be closed one after the other. */
const MAX_NOTICES = 5

/** What a banner says of one thing that goes on. */
export interface BannerNotice {
  readonly id: string
  readonly tone: 'critical' | 'caution' | 'info'
  readonly name: string
  /** Of the name, where it is not the language asked for. */
  readonly lang?: Locale
  /** The state in words; where it is not confirmed any more, that too. */
  readonly state: string
  readonly href: string
}

/** Open incidents and running maintenance, the worst first; empty when all is well. */
export function bannerNotices(status: PublicStatus, locale: Locale, freshness: Freshness): BannerNotice[] {
  const t = translator(locale)
  const late =
    freshness.staleMinutes > 0 ? ` · ${t('status:page.staleTitle', { count: freshness.staleMinutes })}` : ''
  return ongoing(status)
    .slice(0, MAX_NOTICES)
    .map((event) => ({
      id: event.id,
      tone: toneOf(event),
      name: event.name[locale],
      lang: langIn(event.name, locale),
      state: stateName(t, event.status) + late,
      href: eventUrl(status, locale, event.id),
    }))
}

const SEVERITY = ['maintenance', 'none', 'minor', 'major', 'critical']
const impactOf = (event: PublicIncident | PublicMaintenance) =>
  event.kind === 'incident' ? event.impact : 'maintenance'

/** Open incidents and running maintenance, the worst first. */
export function ongoing({ incidents, maintenances }: PublicStatus): (PublicIncident | PublicMaintenance)[] {
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null)
  const running = maintenances.filter(({ status }) => isActive(status))
  return [...open, ...running].sort((a, b) => SEVERITY.indexOf(impactOf(b)) - SEVERITY.indexOf(impactOf(a)))
}

function toneOf(event: PublicIncident | PublicMaintenance): BannerNotice['tone'] {
  switch (impactOf(event)) {
    case 'critical':
      return 'critical'
    case 'major':
    case 'minor':
      return 'caution'
    case 'none':
    case 'maintenance':
      return 'info'
  }
}

/**
 * The script that other sites load: one line above their page while something goes on, and nothing else. It
 * asks for nothing, keeps nothing but what was closed in this tab, and styles itself inside a shadow root by a
 * constructed style sheet, which no content security policy of theirs refuses.
 */
export function bannerScript(status: PublicStatus | null, locale: Locale, freshness: Freshness): string {
  const notices = status ? bannerNotices(status, locale, freshness) : []
  if (notices.length === 0) return ''
  const t = translator(locale)
  const words = { lang: locale, title: t('status:title'), more: t('status:banner.more'), close: t('close') }
  return `(${CODE})(${asLiteral(notices)},${asLiteral(words)},${asLiteral(STYLE)})\n`
}

/** JSON that is also safe inside a script element and in old engines. */
const asLiteral = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const STYLE = `
:host{all:initial;display:block}
div{display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px;padding:8px 16px;color:#fff;background:#0a4c96;
  font:16px/1.5 system-ui,sans-serif;border-bottom:1px solid transparent}
div.caution{background:#7a4a00}
div.critical{background:#a01520}
p{flex:1 1 14em;margin:0;overflow-wrap:anywhere}
a{color:inherit;display:inline-block;padding:4px 0}
button{font:inherit;color:inherit;background:none;border:1px solid;border-radius:6px;padding:4px 12px;cursor:pointer}
:focus-visible{outline:2px solid #fff;outline-offset:2px}
@media print{:host{display:none}}`

const CODE = `function (notices, words, style) {
  var closed = function (id) {
    try { return sessionStorage.getItem('vigie-banner-' + id) } catch (refused) { return null }
  }
  var element = function (name, fields) { return Object.assign(document.createElement(name), fields) }
  var show = function () {
    var old = document.querySelector('vigie-banner')
    if (old) old.remove()
    var notice = notices.find(function (one) { return !closed(one.id) })
    if (!notice) return
    var host = element('vigie-banner', { lang: words.lang })
    var root = host.attachShadow({ mode: 'open' })
    var sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    root.adoptedStyleSheets = [sheet]
    var box = element('div', { className: notice.tone })
    box.setAttribute('role', 'region')
    box.setAttribute('aria-label', words.title)
    var text = element('p')
    text.append(element('bdi', { textContent: notice.name, lang: notice.lang || words.lang }), ' · ' + notice.state)
    var link = element('a', { href: notice.href, textContent: words.more })
    var close = element('button', { type: 'button', textContent: words.close })
    close.onclick = function () {
      try { sessionStorage.setItem('vigie-banner-' + notice.id, '1') } catch (refused) {
        notices = notices.filter(function (one) { return one !== notice })
      }
      show()
    }
    box.append(text, link, close)
    root.append(box)
    document.body.prepend(host)
  }
  if (document.body) show()
  else addEventListener('DOMContentLoaded', show)
}`
