import type { ComponentStatus } from '#app/domain/components/status.ts'
import type { Settings } from '#app/domain/context.ts'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import type { EventStatus } from '#app/domain/incidents/transitions.ts'
import { langIn, textIn, type WrittenText } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { type RuleFacts, recurrenceSentence } from '#app/i18n/recurrence.ts'
import { incidentPath } from '#app/i18n/status-path.ts'
import { translator } from '#app/i18n/translate.ts'
import type { IncidentMail } from '#app/mail/types.ts'

/** One update with what it belongs to, in both languages. */
export interface IncidentNews {
  readonly incident: {
    readonly id: string
    readonly kind: 'incident' | 'maintenance'
    readonly name: WrittenText
    readonly scheduledFor: Date | null
    readonly scheduledUntil: Date | null
  }
  readonly update: {
    readonly status: EventStatus
    readonly body: WrittenText
    readonly displayAt: Date
  }
  /** What it says of components. */
  readonly components: readonly { nameFr: string; nameEn: string; status: ComponentStatus }[]
  readonly notice: IncidentMail['notice']
  /** Of a maintenance that recurs, where it is to be told. */
  readonly rule: RuleFacts | null
}

/** The update in one language, as its mail says it; all but the subscriber's own link. */
export function newsIn(
  settings: Settings,
  { incident, update, components, notice, rule }: IncidentNews,
  locale: Locale,
): Omit<IncidentMail, 'manageUrl'> {
  const { html, text } = renderMarkdown(update.body[locale])
  return {
    kind: incident.kind,
    notice,
    incidentName: incident.name[locale],
    nameLang: langIn(incident.name, locale),
    status: update.status,
    text,
    html,
    textLang: langIn(update.body, locale),
    components: components.map((component) => ({
      name: textIn(locale, component, 'name'),
      status: component.status,
    })),
    displayAt: update.displayAt.toISOString(),
    scheduledFor: incident.scheduledFor?.toISOString() ?? null,
    scheduledUntil: incident.scheduledUntil?.toISOString() ?? null,
    recurrence: rule && recurrenceSentence(translator(locale), locale, rule),
    url: settings.statusUrl + incidentPath(incident.id, locale),
  }
}
