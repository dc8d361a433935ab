import type { Bilingual, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { statusPath } from '#app/i18n/status-path.ts'

/** The address of a public page in one language: `rest` is '' or begins with a slash. */
export const publicUrl = ({ page }: PublicStatus, locale: keyof Bilingual, rest = ''): string =>
  page.url + statusPath(locale, rest)

/** The address of an incident or a maintenance. */
export const eventUrl = (status: PublicStatus, locale: keyof Bilingual, id: string): string =>
  publicUrl(status, locale, `/incidents/${id}`)
