import { type ToldAction, toldAction } from '#app/components/accounts/told-actions.ts'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { Timeline } from '#app/components/ui/timeline.tsx'
import type { Tone } from '#app/components/ui/tone.ts'
import type { TimelineEntry } from '#app/domain/accounts/schemas.ts'
import { isReasonCode } from '#app/domain/reviews/schemas.ts'
import { formatList } from '#app/i18n/format.ts'
import type { Locale, Translate } from '#app/i18n/index.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

const TONES: Partial<Record<ToldAction, Tone>> = {
  submission_approved: 'positive',
  restriction_lifted: 'positive',
  requirement_waived: 'positive',
  submission_rejected: 'caution',
  submission_take_in_failed: 'caution',
  restriction_imposed: 'critical',
}

interface AccountHistoryProps {
  entries: readonly TimelineEntry[]
  older: string | null
  newest: string | null
}

/** The story of the account, newest first, in human words. */
export function AccountHistory({ entries, older, newest }: AccountHistoryProps) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Card
      title={t('accounts:history.title')}
      footer={
        (older || newest) && (
          <>
            {newest && <LinkButton to={newest}>{t('accounts:history.newest')}</LinkButton>}
            {older && <LinkButton to={older}>{t('accounts:history.older')}</LinkButton>}
          </>
        )
      }
    >
      {entries.length === 0 && <p className="text-sm text-ink-muted">{t('accounts:history.none')}</p>}
      <Timeline
        entries={entries.map((entry) => {
          const told = toldAction(entry.action, entry.facts)
          return {
            id: String(entry.id),
            tone: (told && TONES[told]) ?? 'neutral',
            title: titleOf(t, locale, entry, told),
            at: <Time at={entry.at} />,
            by: entry.byJob ? t('accounts:history.job') : (entry.by ?? t('accounts:history.nobody')),
            children: <Details facts={entry.facts} action={told} />,
          }
        })}
      />
    </Card>
  )
}

function titleOf(t: Translate, locale: Locale, entry: TimelineEntry, told: ToldAction | null): string {
  if (!told) return t('accounts:timeline.other', { action: entry.action })
  const { document, facts } = entry
  const subject = document?.subject ? ` (${document.subject})` : ''
  return t(`accounts:timeline.${told}`, {
    document: document ? document.name[locale] + subject : '',
    capability: isCapability(facts.capability) ? t(`accounts:capability.${facts.capability}`) : '',
    count: typeof facts.days === 'number' ? facts.days : 0,
  })
}

const isCapability = (value: unknown): value is 'payments' | 'payouts' =>
  value === 'payments' || value === 'payouts'

/** Reasons and words that belong to the entry. */
function Details({ facts, action }: { facts: TimelineEntry['facts']; action: ToldAction | null }) {
  const t = useTranslate()
  const locale = useLocale()
  const codes = (Array.isArray(facts.reasonCodes) ? facts.reasonCodes : []).filter(isReasonCode)
  const words = [facts.note, facts.reason, action === 'requirement_clock_extended' ? facts.cause : null]
  return (
    <>
      {codes.length > 0 && (
        <p className="text-ink-muted">
          {formatList(
            locale,
            codes.map((code) => t(`reasons:internal.${code}.label`)),
          )}
        </p>
      )}
      {words
        .filter((text): text is string => typeof text === 'string' && text !== '')
        .map((text) => (
          <p key={text} className="whitespace-pre-line text-ink-muted">
            {text}
          </p>
        ))}
    </>
  )
}
