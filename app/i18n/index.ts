import type { InitOptions, TFunction } from 'i18next'
import { LOCALES, type Locale, NAMESPACES } from '#app/i18n/locales.ts'
import { typesetTree } from '#app/i18n/typography.ts'

export { isLocale, LOCALES, type Locale, NAMESPACES, type Namespace } from '#app/i18n/locales.ts'

/** Every text of one language, by namespace. The browser fetches only the language that it shows. */
export async function loadResources(locale: Locale) {
  const texts = locale === 'en' ? (await import('./en/index.ts')).en : (await import('./fr/index.ts')).fr
  return typesetTree(locale, texts)
}

/** Options that hold for every i18next instance. React escapes by itself, mails escape in their templates. */
export const i18nOptions = {
  supportedLngs: [...LOCALES],
  fallbackLng: false,
  ns: [...NAMESPACES],
  defaultNS: 'common',
  interpolation: { escapeValue: false },
  returnNull: false,
  // A key that names a group of texts is as wrong as one that names none.
  returnedObjectHandler: () => '',
} satisfies InitOptions

/**
 * Texts in one language: `t('save')` from `common`, `t('access:signIn.title')` from any other namespace.
 * Codes of domain errors are only known when they happen, so `errors:` takes any key (see errorText).
 */
export type Translate = TFunction<typeof NAMESPACES> &
  ((key: `errors:${string}`, facts?: Record<string, unknown>) => string)
