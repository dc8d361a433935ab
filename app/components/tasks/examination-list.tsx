import { Badge } from '#app/components/ui/badge.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Textarea } from '#app/components/ui/textarea.tsx'
import type { Examination } from '#app/domain/tasks/schemas.ts'
import { formatDate, formatDay } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** Restrictions by hand whose merchants were told that today we look again: lifted one by one, or kept until a day. */
export function ExaminationList({ examinations }: { examinations: readonly Examination[] }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Card title={t('tasks:examination.title')} lead={t('tasks:examination.lead')} flush>
      <ul className="divide-y divide-line">
        {examinations.map((examination) => (
          <li key={examination.accountId} className="flex flex-col gap-3 px-4 py-4 text-sm md:px-5">
            <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
              <div className="min-w-0">
                <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                  <TextLink to={`/accounts/${examination.accountId}`}>{examination.accountName}</TextLink>
                  {examination.late && <Badge tone="critical">{t('tasks:examination.late')}</Badge>}
                </span>
                <p className="text-ink-muted">
                  {t('tasks:examination.told', { date: formatDay(locale, examination.examineBy) })}
                </p>
              </div>
              <KeepDialog examination={examination} />
            </div>
            <ul className="flex flex-col gap-2">
              {examination.restrictions.map((restriction) => (
                <li
                  key={restriction.id}
                  className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 rounded-md bg-sunken px-3 py-2.5"
                >
                  <div className="min-w-0 flex-1 basis-64">
                    <p className="text-ink">
                      {t(`accounts:capability.${restriction.capability}`)}
                      {' · '}
                      {t(`accounts:cause.${restriction.cause}`)}
                      <span className="text-ink-muted">
                        {' · '}
                        {t('tasks:examination.since', { date: formatDate(locale, restriction.imposedAt) })}
                      </span>
                    </p>
                    {restriction.reason && (
                      <p className="whitespace-pre-line break-words text-ink-muted">{restriction.reason}</p>
                    )}
                  </div>
                  <LiftDialog accountId={examination.accountId} restriction={restriction} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function KeepDialog({ examination }: { examination: Examination }) {
  const t = useTranslate()
  const { accountId, accountName, examineBy, nextBy, nextFrom, nextUntil } = examination
  return (
    <ConfirmDialog
      trigger={t('tasks:examination.keepUntil')}
      triggerSize="small"
      title={t('tasks:examination.keepTitle', { account: accountName })}
      description={t('tasks:examination.keepWhy')}
      confirmLabel={t('tasks:examination.keep')}
      fields={{ intent: 'keep', accountId, seen: examineBy }}
    >
      <Field label={t('tasks:examination.next')}>
        <Input name="examineBy" type="date" defaultValue={nextBy} min={nextFrom} max={nextUntil} required />
      </Field>
      <Field label={t('accounts:act.reason')}>
        <Textarea name="reason" rows={2} required maxLength={1000} />
      </Field>
    </ConfirmDialog>
  )
}

function LiftDialog({
  accountId,
  restriction: { id, capability },
}: {
  accountId: string
  restriction: Examination['restrictions'][number]
}) {
  const t = useTranslate()
  return (
    <ConfirmDialog
      trigger={t('accounts:capabilities.lift')}
      triggerSize="small"
      title={t('accounts:capabilities.liftTitle', { capability: t(`accounts:capability.${capability}`) })}
      description={t('accounts:capabilities.liftWhy')}
      confirmLabel={t('accounts:capabilities.lift')}
      fields={{ intent: 'lift', accountId, restrictionId: id }}
    >
      <Field label={t('accounts:act.reason')}>
        <Textarea name="reason" rows={2} required maxLength={1000} />
      </Field>
    </ConfirmDialog>
  )
}
