import { createInstance, type i18n } from 'i18next'
import { en } from '#app/i18n/en/index.ts'
import { fr } from '#app/i18n/fr/index.ts'
import { i18nOptions, type Locale, NAMESPACES, type Translate } from '#app/i18n/index.ts'
import { typesetTree } from '#app/i18n/typography.ts'

export type { Translate } from '#app/i18n/index.ts'

const instances = new Map<Locale, i18n>()

/** An i18next instance fixed to one language, without React: for mails, jobs and loaders. Both live for ever. */
function instanceFor(locale: Locale): i18n {
  const known = instances.get(locale)
  if (known) return known
  const instance = createInstance()
  const texts = locale === 'en' ? en : fr
  void instance.init({
    ...i18nOptions,
    lng: locale,
    // Synchronous, because the texts are already here.
    initImmediate: false,
    resources: { [locale]: typesetTree(locale, texts) },
  })
  instances.set(locale, instance)
  return instance
}

/** The `t` of one language, whatever the request or the last user was: no global state. */
export function translator(locale: Locale): Translate {
  return instanceFor(locale).getFixedT(locale, NAMESPACES) as Translate
}
