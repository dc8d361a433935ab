import { isOver, updateLook } from '#app/components/status/tones.ts'
import type { EventState } from '#app/components/status/types.ts'
import { UpdateBody } from '#app/components/status/update-list.tsx'
import { eventStateName } from '#app/components/status/words.ts'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { Timeline } from '#app/components/ui/timeline.tsx'
import type { Bilingual, WrittenText } from '#app/i18n/bilingual.ts'
import { formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface Told extends Pick<WrittenText, 'writtenIn'> {
  readonly id: string
  readonly status: EventState
  /** Both as the page shows them. */
  readonly html: Bilingual
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

/** The text in both languages; once, where it is the same in both. */
function Said({ update: { html, writtenIn } }: { update: Told }) {
  if (html.fr === html.en) return <UpdateBody html={html.fr} lang={writtenIn} />
  return (
    <>
      <UpdateBody html={html.fr} lang="fr" />
      <div className="text-ink-muted">
        <UpdateBody html={html.en} lang="en" />
      </div>
    </>
  )
}

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
            <Said update={update} />
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-muted">
              {update.broadcastId === null ? (
                <span>{t('desk:update.notTold')}</span>
              ) : (
                <TextLink to={`/desk/broadcasts/${update.broadcastId}`}>
                  {t('desk:update.told', { count: update.recipients ?? 0 })}
                </TextLink>
              )}
              {update.writtenIn && <span>{t(`desk:update.writtenIn.${update.writtenIn}`)}</span>}
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
