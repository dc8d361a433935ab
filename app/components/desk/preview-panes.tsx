import type { Preview } from '#app/components/desk/live-preview.tsx'
import { OngoingEvent } from '#app/components/status/event-card.tsx'
import { UpdateBody } from '#app/components/status/update-list.tsx'
import { StatusPill } from '#app/components/ui/badge.tsx'
import type { WrittenPost } from '#app/domain/broadcasts/schemas.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** The public page in the reader's language, and the text in the other. */
export function PagePane({ page, other }: Pick<Preview, 'page' | 'other'>) {
  const t = useTranslate()
  return (
    <div className="flex flex-col gap-4">
      <OngoingEvent event={page} />
      <section className="flex flex-col gap-1.5">
        <h3 className="text-xs font-medium text-ink-subtle">{t('incidents:preview.otherLanguage')}</h3>
        <p className="text-base font-medium text-ink">
          <bdi lang={other.lang ?? other.locale}>{other.name}</bdi>
        </p>
        {other.writtenIn ? (
          <p className="text-sm text-ink-muted">{t(`incidents:preview.sameText.${other.writtenIn}`)}</p>
        ) : (
          <div className="text-base text-ink">
            <UpdateBody html={other.html} lang={other.locale} />
          </div>
        )}
      </section>
    </div>
  )
}

/** The very mail in both languages. Its frame runs nothing and opens nothing. */
export function MailPane({ mail, recipients }: Pick<Preview, 'mail' | 'recipients'>) {
  const t = useTranslate()
  const locale = useLocale()
  const other = locale === 'fr' ? 'en' : 'fr'
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-ink-muted">{t('incidents:preview.recipients', { count: recipients })}</p>
      {([locale, other] as const).map((language) => (
        <section key={language} className="flex flex-col gap-1.5" lang={language}>
          <p className="text-sm break-words text-ink-muted" lang={locale}>
            {t('incidents:preview.subject')}{' '}
            <strong className="font-medium text-ink" lang={language}>
              <bdi>{mail[language].subject}</bdi>
            </strong>
          </p>
          <iframe
            sandbox=""
            srcDoc={mail[language].html}
            title={t('incidents:preview.mailFrame', { language: t(`incidents:preview.${language}`) })}
            className="h-96 w-full rounded-md border border-line"
          />
        </section>
      ))}
    </div>
  )
}

/** What would be posted, by the network's own counting. */
export function PostPane({ post }: { post: WrittenPost }) {
  const t = useTranslate()
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <StatusPill tone="neutral">{t('incidents:preview.notConnected')}</StatusPill>
        <span className="tabular text-sm text-ink-muted">
          {t('incidents:preview.length', { length: post.length, max: post.maxLength })}
        </span>
      </div>
      <p
        lang="fr"
        dir="auto"
        className="rounded-md border border-line bg-sunken p-3 text-sm break-words whitespace-pre-line text-ink"
      >
        {post.text}
      </p>
      {post.isCut && <p className="text-sm text-ink-muted">{t('incidents:preview.cut')}</p>}
      <p className="text-sm text-ink-muted">{t('incidents:preview.notConnectedText')}</p>
    </div>
  )
}
