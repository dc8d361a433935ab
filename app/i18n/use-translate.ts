import { useTranslation } from 'react-i18next'
import { isLocale, type Locale, NAMESPACES, type Translate } from '#app/i18n/index.ts'

/** `t` over every namespace, in the language of the page. */
export function useTranslate(): Translate {
  return useTranslation(NAMESPACES).t as Translate
}

/** The language of the page, for the functions of format.ts. */
export function useLocale(): Locale {
  const { language } = useTranslation().i18n
  return isLocale(language) ? language : 'fr'
}
