import { Link } from '@remix-run/react'
import { CircleAlert, CircleCheck, CircleMinus, Clock } from 'lucide-react'
import type { ReactNode } from 'react'
import { Explanation } from '#app/components/accounts/timeline-explanation.tsx'
import { whyText } from '#app/components/review/why-text.ts'
import { EmailAddress } from '#app/components/ui/email-address.tsx'
import { ACCOUNT_CLOSED } from '#app/domain/accounts/schemas.ts'
import type { WhyAgain } from '#app/domain/renewals/schemas.ts'
import { isReasonCode } from '#app/domain/reviews/schemas.ts'
import type { TimelineEntry } from '#app/domain/timeline/schemas.ts'
import { documentName } from '#app/i18n/document-name.ts'
import { formatDate, formatList, formatTime } from '#app/i18n/format.ts'
import type { Locale, Translate } from '#app/i18n/index.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** What belongs to an entry beside its title: dates, reasons, documents, deliveries and what it rested on. */
export function TimelineDetails({ entry, linked }: { entry: TimelineEntry; linked: boolean }) {
  const t = useTranslate()
  const locale = useLocale()
  const { facts, deadlineAt, deliveries, explanation } = entry
  const lines: ReactNode[] = [
    isWhyAgain(facts.why) && whyText(t, locale, facts.why),
    deadlineAt && t('accounts:history.dueOn', { date: formatDate(locale, deadlineAt) }),
    reasonCodes(t, locale, facts.reasonCodes),
    causeWords(t, entry),
    documentsOf(locale, entry),
    ...[facts.message, facts.note, facts.reason].filter((text) => typeof text === 'string'),
    clockCause(t, entry),
    liftedBecause(t, facts.liftingReason),
  ].filter(Boolean)
  return (
    <>
      {[...new Set(lines)].map((line) => (
        <p key={String(line)} className="whitespace-pre-line text-ink-muted">
          {line}
        </p>
      ))}
      {typeof facts.batchId === 'string' && (
        <p className="text-ink-muted">
          {linked ? (
            <Link to={`/requests/${facts.batchId}`} className="underline underline-offset-4">
              {t('accounts:history.inBulk')}
            </Link>
          ) : (
            t('accounts:history.inBulk')
          )}
        </p>
      )}
      {deliveries.length > 0 && <Deliveries deliveries={deliveries} />}
      {explanation && <Explanation explanation={explanation} documents={entry.documents} />}
    </>
  )
}

const isWhyAgain = (value: unknown): value is WhyAgain =>
  typeof value === 'object' && value !== null && 'kind' in value && 'documentId' in value

const RESULT_ICON = {
  accepted: CircleCheck,
  refused: CircleAlert,
  withdrawn: CircleMinus,
  waiting: Clock,
} as const
const RESULT_TONE = {
  accepted: 'text-positive',
  refused: 'text-caution',
  withdrawn: 'text-ink-subtle',
  waiting: 'text-ink-subtle',
} as const

/** What became of each mail, an address a line. */
function Deliveries({ deliveries }: Pick<TimelineEntry, 'deliveries'>) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <ul className="mt-1 flex flex-col gap-0.5">
      {deliveries.map(({ address, result, at, response }) => {
        const Icon = RESULT_ICON[result]
        return (
          <li key={address} className="flex items-start gap-1.5 text-ink-muted">
            <Icon className={`mt-0.5 size-4 shrink-0 ${RESULT_TONE[result]}`} aria-hidden />
            <span className="min-w-0 break-words">
              <EmailAddress address={address} />
              {' · '}
              {t(`accounts:history.delivery.${result}`, { at: at ? formatTime(locale, at) : '' })}
              {result !== 'accepted' && response && (
                <span className="[overflow-wrap:anywhere]"> ({response})</span>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function reasonCodes(t: Translate, locale: Locale, value: unknown): string | null {
  const codes = (Array.isArray(value) ? value : []).filter(isReasonCode)
  if (codes.length === 0) return null
  return formatList(
    locale,
    codes.map((code) => t(`reasons:internal.${code}.label`)),
  )
}

const CAUSES = ['documents_overdue', 'manual', 'fraud', 'asset_freeze'] as const

/** The cause of what was withheld or given back. */
function causeWords(t: Translate, { kind, facts }: TimelineEntry): string | null {
  if (kind !== 'restrictions') return null
  const cause = CAUSES.find((known) => known === facts.cause)
  return cause ? t(`accounts:cause.${cause}`) : null
}

/** Everything that a notice or restriction speaks of. */
function documentsOf(locale: Locale, { documents }: TimelineEntry): string | null {
  const names = Object.values(documents).map(({ name, subject }) => documentName(name[locale], subject))
  return names.length > 0 ? formatList(locale, names) : null
}

const CLOCK_CAUSES = ['requested', 'submitted', 'rejected', 'intake_failed', 'fair_clock'] as const

/** Why a deadline moved: one of our reasons, or the officer's own words. */
function clockCause(t: Translate, { kind, facts }: TimelineEntry): string | null {
  if (kind !== 'deadlines' || typeof facts.cause !== 'string') return null
  const known = CLOCK_CAUSES.find((cause) => cause === facts.cause)
  return known ? t(`requirements:clock.cause.${known}`) : facts.cause
}

function liftedBecause(t: Translate, reason: unknown): string | null {
  if (typeof reason !== 'string' || reason === ACCOUNT_CLOSED) return null
  return reason === 'requirements_satisfied' ? t('accounts:history.satisfied') : reason
}
