import type { ComponentStatus } from '#app/domain/components/status.ts'
import { invalid } from '#app/domain/errors.ts'
import type { Bilingual, WrittenText } from '#app/i18n/bilingual.ts'

/**
 * A text for both languages; null where none is written. At three in the morning one is enough: the other language then
 * carries the same text, which is better than silence, and a correction can translate it later.
 */
export function inBoth(fr = '', en = ''): WrittenText | null {
  const [french, english] = [fr.trim(), en.trim()]
  if (french && english) return { fr: french, en: english }
  if (french) return { fr: french, en: french, writtenIn: 'fr' }
  return english ? { fr: english, en: english, writtenIn: 'en' } : null
}

/** The same of a text that there must be: Invalid, with `code`, where none is written. */
export function bothLanguages(fr: string | undefined, en: string | undefined, code: string): WrittenText {
  const text = inBoth(fr, en)
  if (!text) throw invalid(code)
  return text
}

/** A status as the end of an incident's name. */
const TROUBLES: Record<ComponentStatus, Bilingual> = {
  operational: { fr: 'incident', en: 'incident' },
  under_maintenance: { fr: 'maintenance', en: 'maintenance' },
  degraded_performance: { fr: 'performances dégradées', en: 'degraded performance' },
  partial_outage: { fr: 'panne partielle', en: 'partial outage' },
  major_outage: { fr: 'panne majeure', en: 'major outage' },
}

/** "Paiements par carte : panne partielle": what an incident is called when its publisher had no time for it. */
export function defaultName(component: Bilingual, status: ComponentStatus): Bilingual {
  const trouble = TROUBLES[status]
  return {
    fr: `${component.fr} : ${trouble.fr}`.slice(0, 200),
    en: `${component.en}: ${trouble.en}`.slice(0, 200),
  }
}

/** What the desk offers to say at each stage; the publisher makes it their own. */
export const STAGE_TEXTS = {
  identified: {
    fr: 'Nous avons trouvé la cause et travaillons à la corriger.',
    en: 'We have found the cause and are working on a fix.',
  },
  monitoring: {
    fr: 'Un correctif est en place. Nous surveillons que tout revient à la normale.',
    en: 'A fix is in place. We are watching that everything returns to normal.',
  },
  resolved: {
    fr: 'L’incident est résolu : le service fonctionne de nouveau normalement.',
    en: 'The incident is resolved: the service works normally again.',
  },
  postmortem: {
    fr: `#### Ce qui s’est passé

#### Ce que cela a changé pour vous

#### La cause

#### Ce que nous changeons pour que cela n’arrive plus
`,
    en: `#### What happened

#### What it meant for you

#### The cause

#### What we change so that it does not happen again
`,
  },
} as const satisfies Record<string, Bilingual>

const linesOf = (text: string) => text.split(/\r?\n/).flatMap((line) => line.trim() || [])

const OFFERED = new Set(
  Object.values(STAGE_TEXTS).flatMap(({ fr, en }) => [fr, en].map((text) => linesOf(text).join('\n'))),
)
const HEADINGS = new Set(Object.values(STAGE_TEXTS.postmortem).flatMap(linesOf))

/** True of a text that the desk offers and nobody has touched. */
const isOffered = (text: string): boolean => OFFERED.has(linesOf(text).join('\n'))

/** True of a postmortem of which nothing but its headings is written. */
const isSkeleton = (text: string) => text.trim() !== '' && linesOf(text).every((line) => HEADINGS.has(line))

/**
 * What the publisher means to say: an untouched offer would contradict words of their own in the other language, and
 * bare headings say nothing. Invalid when there are bare headings alone.
 */
export function ownWords(fr = '', en = ''): { fr: string | undefined; en: string | undefined } {
  const isOwn = (text: string) => text.trim() !== '' && !isOffered(text) && !isSkeleton(text)
  if (isOwn(fr) || isOwn(en)) return { fr: isOwn(fr) ? fr : undefined, en: isOwn(en) ? en : undefined }
  if (isSkeleton(fr) || isSkeleton(en)) throw invalid('publish.postmortemEmpty')
  return { fr, en }
}

/** What the page says of the end of an incident that was entered after the fact. */
export const ENDED_TEXT: Bilingual = {
  fr: 'L’incident est terminé. Il a été consigné après coup.',
  en: 'The incident is over. It was recorded after the fact.',
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
