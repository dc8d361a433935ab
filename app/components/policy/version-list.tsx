import { type PolicyStatus, VersionPill } from '#app/components/policy/version-pill.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { formatTime } from '#app/i18n/format.ts'
import type { Translate } from '#app/i18n/index.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface VersionFacts {
  version: number
  status: PolicyStatus
  reason: string
  createdAt: Date
  createdBy: string | null
  switchedOnAt: Date | null
  switchedOnBy: string | null
  endedAt: Date | null
  endedBy: string | null
}

/** Versions in the order given: what for, when and by whom. */
export function VersionList({ versions }: { versions: readonly VersionFacts[] }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <ul className="divide-y divide-line text-sm">
      {versions.map((one) => (
        <li key={one.version} className="flex flex-col gap-1 px-4 py-3.5 md:px-5">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <TextLink to={`/admin/policy/${one.version}`}>
              {t('policy:version', { version: one.version })}
            </TextLink>
            <VersionPill status={one.status} />
          </p>
          <p className="break-words text-ink">
            <bdi>{one.reason || t('policy:installed')}</bdi>
          </p>
          <p className="text-ink-muted">{lifeOf(t, locale, one).join(' · ')}</p>
        </li>
      ))}
    </ul>
  )
}

/** What happened to a version, in order. */
export function lifeOf(t: Translate, locale: Locale, facts: VersionFacts): string[] {
  const day = (at: Date) => formatTime(locale, at, 'date')
  const by = (text: string, name: string | null) =>
    name ? `${text}, ${t('policy:history.by', { name })}` : text
  const { status, createdAt, createdBy, switchedOnAt, switchedOnBy, endedAt, endedBy } = facts
  if (status === 'draft') return [t('policy:draft.begun', { date: day(createdAt), name: createdBy ?? '' })]
  return [
    ...(createdBy ? [t('policy:history.preparedBy', { name: createdBy })] : []),
    ...(switchedOnAt ? [by(t('policy:history.switchedOn', { date: day(switchedOnAt) }), switchedOnBy)] : []),
    ...(endedAt && status === 'superseded' ? [t('policy:history.ended', { date: day(endedAt) })] : []),
    ...(endedAt && status === 'discarded'
      ? [by(t('policy:history.discardedOn', { date: day(endedAt) }), endedBy)]
      : []),
  ]
}
