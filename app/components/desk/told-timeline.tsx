import { UpdateBody } from '#app/components/status/event-card.tsx'
import { isOver, updateLook } from '#app/components/status/tones.ts'
import type { EventState } from '#app/components/status/types.ts'
import { eventStateName } from '#app/components/status/words.ts'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { Timeline } from '#app/components/ui/timeline.tsx'
import { formatTime } from '#app/i18n/format.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { foreignLanguage } from '#app/i18n/text-language.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface Told {
  readonly id: string
  readonly status: EventState
  readonly bodyFr: string
  readonly bodyEn: string
  /** Both as the page shows them. */
  readonly html: { readonly fr: string; readonly en: string }
  readonly displayAt: string
  readonly correctedAt: string | null
  /** It says that the times of a maintenance have changed. */
  readonly rescheduled: boolean
  readonly author: string | null
  readonly byApi: boolean
  /** Null when nobody was written to. */
  readonly recipients: number | null
  readonly broadcastId: string | null
}

/** The language of what a reader of `locale` gets. */
export const languageOf = ({ bodyFr, bodyEn }: Told, locale: Locale): Locale =>
  foreignLanguage({ fr: bodyFr, en: bodyEn }, locale) ?? locale

/** What was published, by whom, and how many were written to; each can be corrected. */
export function ToldTimeline({
  event,
  updates,
}: {
  event: { id: string; kind: 'incident' | 'maintenance'; cancelled?: boolean }
  updates: readonly Told[]
}) {
  const t = useTranslate()
  const locale = useLocale()
  const place = event.kind === 'incident' ? 'incidents' : 'maintenances'
  const isCancellation = ({ status }: Told) => event.cancelled === true && isOver(status)
  const authorOf = ({ author, byApi }: Told) => {
    if (author === null) return t('desk:update.byClock')
    return byApi ? t('api:author', { name: author }) : author
  }
  return (
    <Timeline
      entries={updates.map((update) => ({
        id: update.id,
        tone: isCancellation(update) ? 'neutral' : updateLook(update.status).tone,
        title: update.rescheduled
          ? t('maintenance:mail.rescheduled')
          : eventStateName(t, { status: update.status, cancelled: isCancellation(update) }),
        at: <Time at={update.displayAt} />,
        by: authorOf(update),
        children: (
          <div id={`update-${update.id}`} className="flex scroll-mt-40 flex-col gap-1.5">
            <div lang={languageOf(update, 'fr')}>
              <UpdateBody html={update.html.fr} />
            </div>
            {update.bodyEn !== update.bodyFr && (
              <div lang="en" className="text-ink-muted">
                <UpdateBody html={update.html.en} />
              </div>
            )}
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-muted">
              {update.broadcastId === null ? (
                <span>{t('desk:update.notTold')}</span>
              ) : (
                <TextLink to={`/desk/broadcasts/${update.broadcastId}`}>
                  {t('desk:update.told', { count: update.recipients ?? 0 })}
                </TextLink>
              )}
              {update.correctedAt && (
                <span>{t('desk:update.corrected', { time: formatTime(locale, update.correctedAt) })}</span>
              )}
              <LinkButton to={`/desk/${place}/${event.id}/updates/${update.id}`} size="small" variant="quiet">
                {t('desk:update.correct')}
              </LinkButton>
            </div>
          </div>
        ),
      }))}
    />
  )
}
