/** The languages of every text. French is the default. */
export const LOCALES = ['fr', 'en'] as const
export type Locale = (typeof LOCALES)[number]

export const isLocale = (value: unknown): value is Locale => LOCALES.some((locale) => locale === value)

/** One namespace file per noun, in `fr/` and `en/`. */
export const NAMESPACES = [
  'common',
  'access',
  'accounts',
  'admin',
  'api',
  'desk',
  'errors',
  'files',
  'incidents',
  'mail',
  'maintenance',
  'policy',
  'probes',
  'reasons',
  'requests',
  'requirements',
  'review',
  'status',
  'subscribers',
  'tasks',
  'upcoming',
  'webhooks',
] as const
export type Namespace = (typeof NAMESPACES)[number]
