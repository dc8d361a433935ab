import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { statusPath } from '#app/i18n/status-path.ts'

/** The address of a public page in one language: `rest` is '' or begins with a slash. */
export const publicUrl = ({ page }: PublicStatus, locale: Locale, rest = ''): string =>
  page.url + statusPath(locale, rest)

/** The address of an incident or a maintenance. */
export const eventUrl = (status: PublicStatus, locale: Locale, id: string): string =>
  publicUrl(status, locale, `/incidents/${id}`)
