import type { Bilingual } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { translator } from '#app/i18n/translate.ts'
import { windowText } from '#app/i18n/window-text.ts'

/** What the page says of a move when its publisher says nothing better. */
export function movedText({ scheduledFor: from, scheduledUntil: until }: Moved): Bilingual {
  const inOne = (locale: Locale) => {
    const t = translator(locale)
    const window = windowText(t, locale, { from, until }, { inSentence: true })
    return t('maintenance:mail.windowRescheduled', { window })
  }
  return { fr: inOne('fr'), en: inOne('en') }
}

interface Moved {
  readonly scheduledFor: Date
  readonly scheduledUntil: Date
}

/** What the page says when a publisher says nothing better. */
export const DEFAULT_TEXTS = {
  cancelled: {
    fr: 'Cette maintenance est annulée. Vos services fonctionnent comme d’habitude.',
    en: 'This maintenance is cancelled. Your services work as usual.',
  },
  /** A day that the rule of its series no longer names. */
  dropped: {
    fr: 'Le calendrier de cette maintenance a changé : cette date est annulée.',
    en: 'The calendar of this maintenance has changed: this date is cancelled.',
  },
  /** A date of a series that is stopped. */
  stopped: {
    fr: 'Cette maintenance régulière prend fin : cette date et les suivantes sont annulées.',
    en: 'This regular maintenance comes to its end: this date and those after it are cancelled.',
  },
} as const satisfies Record<string, Bilingual>
