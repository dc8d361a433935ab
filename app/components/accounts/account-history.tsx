import { HistoryFilter } from '#app/components/accounts/history-filter.tsx'
import { TimelineDetails } from '#app/components/accounts/timeline-details.tsx'
import { type ToldAction, toldAction } from '#app/components/accounts/told-actions.ts'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { Timeline } from '#app/components/ui/timeline.tsx'
import type { Tone } from '#app/components/ui/tone.ts'
import type { TimelineEntry, TimelineKind } from '#app/domain/timeline/schemas.ts'
import { documentName } from '#app/i18n/document-name.ts'
import { formatDate, formatDay, formatTime } from '#app/i18n/format.ts'
import type { Locale, Translate } from '#app/i18n/index.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

const TONES: Partial<Record<ToldAction, Tone>> = {
  submission_approved: 'positive',
  restriction_lifted: 'positive',
  requirement_waived: 'positive',
  submission_rejected: 'caution',
  submission_take_in_failed: 'caution',
  restriction_imposed: 'critical',
  restriction_extended: 'critical',
}

export interface HistoryProps {
  entries: readonly TimelineEntry[]
  /** Null: everything but comings and goings. */
  kind: TimelineKind | null
  older: string | null
  newest: string | null
}

/** The story of the account by day, newest first, in human words. `linked`: the reader may open bulk requests. */
export function AccountHistory({ entries, kind, older, newest, linked }: HistoryProps & { linked: boolean }) {
  const t = useTranslate()
  const locale = useLocale()
  const days = Map.groupBy(entries, ({ at }) => formatDate(locale, at))
  return (
    <Card
      title={t('accounts:history.title')}
      actions={<HistoryFilter kind={kind} />}
      footer={
        (older || newest) && (
          <>
            {newest && <LinkButton to={newest}>{t('accounts:history.newest')}</LinkButton>}
            {older && <LinkButton to={older}>{t('accounts:history.older')}</LinkButton>}
          </>
        )
      }
    >
      {entries.length === 0 && (
        <p className="text-sm text-ink-muted">
          {t(kind === null ? 'accounts:history.none' : 'accounts:history.noneOfKind')}
        </p>
      )}
      <div className="flex flex-col gap-6">
        {[...days].map(([day, ofDay]) => (
          <section key={day} aria-label={day}>
            <h3 className="mb-3 text-xs font-semibold text-ink-muted first-letter:uppercase">
              {formatTime(locale, ofDay[0]?.at ?? 0, 'long-date')}
            </h3>
            <Timeline entries={ofDay.map((entry) => toLine(t, locale, entry, linked))} />
          </section>
        ))}
      </div>
    </Card>
  )
}

function toLine(t: Translate, locale: Locale, entry: TimelineEntry, linked: boolean) {
  const told = toldAction(entry.action, entry.facts)
  return {
    id: String(entry.id),
    tone: toneOf(entry, told),
    title: titleOf(t, locale, entry, told),
    at: <Time at={entry.at} style="clock" withZone={false} />,
    by: entry.byJob ? t('accounts:history.job') : (entry.by ?? t('accounts:history.nobody')),
    children: <TimelineDetails entry={entry} linked={linked} />,
  }
}

/** A notice that reached nobody is what an officer must see. */
function toneOf({ deliveries }: TimelineEntry, told: ToldAction | null): Tone {
  if (deliveries.length > 0 && deliveries.every(({ result }) => result === 'refused')) return 'caution'
  return (told && TONES[told]) ?? 'neutral'
}

function titleOf(t: Translate, locale: Locale, entry: TimelineEntry, told: ToldAction | null): string {
  if (!told) return t('accounts:timeline.other', { action: entry.action })
  const { document, facts } = entry
  return t(`accounts:timeline.${told}`, {
    document: document ? documentName(document.name[locale], document.subject) : '',
    capability: isCapability(facts.capability) ? t(`accounts:capability.${facts.capability}`) : '',
    count: typeof facts.days === 'number' ? facts.days : 0,
    date: dateOf(locale, facts),
  })
}

/** The day that the entry sets: a deadline, or when officers look at a restriction again. */
function dateOf(locale: Locale, { deadlineAt, examineBy }: TimelineEntry['facts']): string {
  if (typeof examineBy === 'string') return formatDay(locale, examineBy)
  return typeof deadlineAt === 'string' ? formatDate(locale, deadlineAt) : ''
}

const isCapability = (value: unknown): value is 'payments' | 'payouts' =>
  value === 'payments' || value === 'payouts'
