import type { ComponentStatus } from '#app/domain/components/status.ts'
import { invalid } from '#app/domain/errors.ts'

export interface Bilingual {
  readonly fr: string
  readonly en: string
}

/**
 * A text in both languages. At three in the morning one is enough: the other language then carries the same
 * text, which is better than silence, and a correction can translate it later.
 */
export function bothLanguages(fr: string | undefined, en: string | undefined, code: string): Bilingual {
  const given = fr?.trim() || en?.trim()
  if (!given) throw invalid(code)
  return { fr: fr?.trim() || given, en: en?.trim() || given }
}

/** A status as the end of an incident's name. */
const TROUBLES: Record<ComponentStatus, Bilingual> = {
  operational: { fr: 'incident', en: 'incident' },
  under_maintenance: { fr: 'maintenance', en: 'maintenance' },
  degraded_performance: { fr: 'performances dégradées', en: 'degraded performance' },
  partial_outage: { fr: 'panne partielle', en: 'partial outage' },
  major_outage: { fr: 'panne majeure', en: 'major outage' },
}

/** "Paiements par carte : panne partielle": what an incident is called when its publisher had no time for it. */
export function defaultName(component: Bilingual, status: ComponentStatus): Bilingual {
  const trouble = TROUBLES[status]
  return {
    fr: `${component.fr} : ${trouble.fr}`.slice(0, 200),
    en: `${component.en}: ${trouble.en}`.slice(0, 200),
  }
}

/** What the page says when a window begins or ends by itself. */
export const AUTOMATIC_TEXTS = {
  in_progress: {
    fr: 'La maintenance a commencé comme prévu.',
    en: 'The maintenance has begun as planned.',
  },
  completed: {
    fr: 'La maintenance est terminée.',
    en: 'The maintenance is complete.',
  },
} as const satisfies Record<string, Bilingual>
