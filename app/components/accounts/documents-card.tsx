import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Textarea } from '#app/components/ui/textarea.tsx'
import type { AcceptedEvidence } from '#app/domain/accounts/schemas.ts'
import { REASON_MAX_LENGTH } from '#app/domain/requirements/schemas.ts'
import type { Bilingual } from '#app/i18n/bilingual.ts'
import { formatDate } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

type NamedEvidence = AcceptedEvidence & { name: Bilingual }

interface DocumentsCardProps {
  documents: readonly NamedEvidence[]
  /** May this reader open the answers they came with? */
  linked: boolean
  /** May this reader ask for all of them again? */
  reviewable: boolean
}

/** The evidence, until when it serves, and when it is asked again. */
export function DocumentsCard({ documents, linked, reviewable }: DocumentsCardProps) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Card title={t('accounts:documents.title')} footer={reviewable && <ReviewDialog />}>
      {documents.length === 0 && <p className="text-sm text-ink-muted">{t('accounts:documents.none')}</p>}
      <ul className="flex flex-col gap-3 text-sm">
        {documents.map(({ id, name, subject, submissionId, ...evidence }) => (
          <li key={id}>
            {linked ? (
              <TextLink to={`/review/${submissionId}`}>{name[locale]}</TextLink>
            ) : (
              <span className="text-ink">{name[locale]}</span>
            )}
            {subject && <span className="text-ink-muted"> · {subject}</span>}
            <Life {...evidence} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Life({
  acceptedAt,
  expiresOn,
  isExpired,
  next,
}: Omit<AcceptedEvidence, 'id' | 'subject' | 'submissionId'>) {
  const t = useTranslate()
  const locale = useLocale()
  const ends = expiresOn && { date: formatDate(locale, expiresOn) }
  return (
    <>
      <span className="block text-ink-muted">
        {t('accounts:documents.accepted', { date: formatDate(locale, acceptedAt) })}
        {ends && `, ${t(isExpired ? 'accounts:documents.expired' : 'accounts:documents.expires', ends)}`}
      </span>
      <span className="block text-ink-muted">
        {next.state === 'planned'
          ? t(`accounts:documents.next.${next.kind}`, { date: formatDate(locale, next.askOn) })
          : t(`accounts:documents.${next.state}`)}
      </span>
    </>
  )
}

function ReviewDialog() {
  const t = useTranslate()
  return (
    <ConfirmDialog
      trigger={t('accounts:review.ask')}
      triggerSize="small"
      title={t('accounts:review.title')}
      description={t('accounts:review.text')}
      confirmLabel={t('accounts:review.ask')}
      fields={{ intent: 'review' }}
    >
      <Field label={t('accounts:review.why')} hint={t('accounts:review.whyHint')}>
        <Textarea name="why" rows={2} required maxLength={REASON_MAX_LENGTH} />
      </Field>
    </ConfirmDialog>
  )
}
