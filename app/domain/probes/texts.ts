import type { Bilingual } from '#app/i18n/bilingual.ts'
import { translator } from '#app/i18n/translate.ts'
import type { Probe } from '#db/models/probes.ts'
import type { Component } from '#db/models/status.ts'

/** The text that an incident of this probe begins with: its own, else one about what customers and their money notice. */
export function incidentTexts(
  probe: Pick<Probe, 'bodyFr' | 'bodyEn' | 'status'>,
  component: Pick<Component, 'nameFr' | 'nameEn' | 'capability'>,
): { bodyFr?: string; bodyEn?: string } {
  if (probe.bodyFr || probe.bodyEn) {
    return { bodyFr: probe.bodyFr ?? undefined, bodyEn: probe.bodyEn ?? undefined }
  }
  const text = (locale: 'fr' | 'en', name: string) => {
    const t = translator(locale)
    const seen = t(`probes:public.seen.${probe.status}`, { component: name })
    const means = t(`probes:public.means.${component.capability ?? 'other'}`)
    return `${seen} ${means} ${t('probes:public.next')}`
  }
  return { bodyFr: text('fr', component.nameFr), bodyEn: text('en', component.nameEn) }
}

/** What probes say of their incidents later on. */
export const progressText = (word: 'again' | 'recovered' | 'resolved'): Bilingual => ({
  fr: translator('fr')(`probes:public.${word}`),
  en: translator('en')(`probes:public.${word}`),
})
