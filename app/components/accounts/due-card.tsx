import { BucketPill } from '#app/components/accounts/bucket-pill.tsx'
import { Reason } from '#app/components/accounts/capabilities-card.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { DueBucket } from '#app/domain/due/schemas.ts'
import { EXTENSION_MAX_DAYS, LONG_EXTENSION_MAX_DAYS } from '#app/domain/extensions/schemas.ts'
import type { Bilingual } from '#app/i18n/bilingual.ts'
import { documentName } from '#app/i18n/document-name.ts'
import { formatDate } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface OpenRequirement {
  id: string
  name: Bilingual
  subject: string
  bucket: DueBucket
  deadlineAt: Date | null
  daysLeft: number | null
  /** A clock that starts later: from and until, `YYYY-MM-DD`. */
  later: { from: string; until: string } | null
  /** The answer that waits for review. */
  submissionId: string | null
}

interface DueCardProps {
  open: readonly OpenRequirement[]
  editable: boolean
  /** Something is withheld for overdue documents. */
  isWithheld: boolean
}

/** What is asked of the account, the most urgent first, with what an officer can do about each. */
export function DueCard({ open, editable, isWithheld }: DueCardProps) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Card title={t('accounts:due.title')} flush>
      {open.length === 0 && <p className="px-5 py-4 text-sm text-ink-muted">{t('accounts:due.none')}</p>}
      <ul className="divide-y divide-line">
        {open.map((requirement) => (
          <li
            key={requirement.id}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3 text-sm md:px-5"
          >
            <div className="flex min-w-0 flex-col gap-1">
              <p className="font-medium text-ink">
                {requirement.name[locale]}
                {requirement.subject && (
                  <span className="font-normal text-ink-muted"> · {requirement.subject}</span>
                )}
              </p>
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-muted">
                <BucketPill bucket={requirement.bucket} />
                <Deadline requirement={requirement} />
                {requirement.submissionId && (
                  <TextLink to={`/review/${requirement.submissionId}`}>{t('accounts:due.review')}</TextLink>
                )}
              </p>
            </div>
            {editable && <Acts requirement={requirement} isWithheld={isWithheld} />}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Deadline({ requirement }: { requirement: OpenRequirement }) {
  const { deadlineAt, daysLeft, bucket, later } = requirement
  const t = useTranslate()
  const locale = useLocale()
  if (!deadlineAt) {
    if (bucket === 'pending_verification') return null
    const from = later && t('accounts:due.from', { date: formatDate(locale, later.from) })
    return <span>{from ?? t('accounts:due.noDeadline')}</span>
  }
  return (
    <span className="tabular">
      <Time at={deadlineAt} style="date" />
      {daysLeft !== null && (
        <>
          {' · '}
          {daysLeft < 0
            ? t('accounts:due.daysLate', { count: -daysLeft })
            : t('accounts:due.daysLeft', { count: daysLeft })}
        </>
      )}
    </span>
  )
}

/** A week from today, since days are added to the deadline; of what one officer may give while that is enough. */
function daysToOffer(daysLate: number): number {
  const days = daysLate + 7
  return daysLate < EXTENSION_MAX_DAYS ? Math.min(days, EXTENSION_MAX_DAYS) : days
}

function Acts({ requirement, isWithheld }: { requirement: OpenRequirement; isWithheld: boolean }) {
  const t = useTranslate()
  const locale = useLocale()
  const document = documentName(requirement.name[locale], requirement.subject)
  const title = (act: string) => t('accounts:act.title', { act, document })
  const { deadlineAt, daysLeft } = requirement
  const daysLate = Math.max(0, -(daysLeft ?? 0))
  const daysHint =
    daysLate > 0 && deadlineAt
      ? t('accounts:act.daysHint', { date: formatDate(locale, deadlineAt), count: daysLate })
      : undefined
  return (
    <div className="flex flex-wrap gap-1.5">
      {(requirement.deadlineAt || requirement.bucket === 'pending_verification') && (
        <ConfirmDialog
          trigger={t('accounts:act.extend')}
          triggerSize="small"
          title={title(t('accounts:act.extend'))}
          description={t('accounts:act.extendWhy')}
          confirmLabel={t('accounts:act.extend')}
          fields={{ intent: 'extend', requirementId: requirement.id }}
        >
          <Field label={t('accounts:act.days')} hint={daysHint}>
            <Input
              name="days"
              type="number"
              inputMode="numeric"
              min={1}
              max={LONG_EXTENSION_MAX_DAYS}
              defaultValue={daysToOffer(daysLate)}
              required
            />
          </Field>
          {isWithheld && (
            <Checkbox
              name="reinstate"
              label={t('accounts:act.reinstate')}
              hint={t('accounts:act.reinstateHint')}
            />
          )}
          <Reason />
        </ConfirmDialog>
      )}
      <ConfirmDialog
        trigger={t('accounts:act.waive')}
        triggerSize="small"
        title={title(t('accounts:act.waive'))}
        description={t('accounts:act.waiveWhy')}
        confirmLabel={t('accounts:act.waive')}
        fields={{ intent: 'waive', requirementId: requirement.id }}
      >
        <Reason />
      </ConfirmDialog>
      <ConfirmDialog
        trigger={t('accounts:act.cancel')}
        triggerSize="small"
        triggerVariant="quiet"
        title={title(t('accounts:act.cancelTitle'))}
        description={t('accounts:act.cancelWhy')}
        confirmLabel={t('accounts:act.cancelTitle')}
        dismissLabel={t('accounts:act.keep')}
        danger
        fields={{ intent: 'cancel', requirementId: requirement.id }}
      >
        <Reason />
      </ConfirmDialog>
    </div>
  )
}
