import { StatusPill } from '#app/components/ui/badge.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { Textarea } from '#app/components/ui/textarea.tsx'
import type { AccountFile, WithheldFor } from '#app/domain/accounts/schemas.ts'
import { CAPABILITIES, MANUAL_CAUSES } from '#app/domain/restrictions/schemas.ts'
import { formatDate, formatDay, formatList } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface CapabilitiesCardProps {
  capabilities: AccountFile['capabilities']
  /** Nothing works for a closed account, whatever else withholds it. */
  closed: boolean
  /** May this reader withhold and reinstate? */
  editable: boolean
}

/** Whether payments and payouts work, and every cause that withholds them. */
export function CapabilitiesCard({ capabilities, closed, editable }: CapabilitiesCardProps) {
  const t = useTranslate()
  return (
    <Card
      title={t('accounts:capabilities.title')}
      actions={editable && !closed && <RestrictDialog />}
      className="[&_dl]:divide-y [&_dl]:divide-line"
    >
      <dl className="text-sm">
        {CAPABILITIES.map((capability) => (
          <div key={capability} className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
            <dt className="flex items-center justify-between gap-3 font-medium text-ink">
              {t(`accounts:capability.${capability}`)}
              <Works closed={closed} withheld={capabilities[capability].length > 0} />
            </dt>
            {capabilities[capability].map((withheld) => (
              <dd key={withheld.restrictionId}>
                <Cause capability={capability} withheld={withheld} editable={editable} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </Card>
  )
}

function Works({ closed, withheld }: { closed: boolean; withheld: boolean }) {
  const t = useTranslate()
  if (closed) return <StatusPill tone="neutral">{t('accounts:capabilities.closed')}</StatusPill>
  if (withheld) return <StatusPill tone="critical">{t('accounts:capabilities.withheld')}</StatusPill>
  return <StatusPill tone="positive">{t('accounts:capabilities.active')}</StatusPill>
}

function Cause({
  capability,
  withheld,
  editable,
}: {
  capability: (typeof CAPABILITIES)[number]
  withheld: WithheldFor
  editable: boolean
}) {
  const t = useTranslate()
  const locale = useLocale()
  const documents = withheld.requirements.map(({ name }) => name[locale])
  return (
    <div className="flex items-start justify-between gap-3 rounded-md bg-sunken px-3 py-2">
      <div className="min-w-0">
        <p className="text-ink">{t(`accounts:cause.${withheld.cause}`)}</p>
        <p className="text-ink-muted">
          {t('accounts:capabilities.since', {
            date: formatDate(locale, withheld.since),
            by: withheld.byJob ? t('accounts:capabilities.job') : withheld.by,
          })}
        </p>
        {documents.length > 0 && (
          <p className="text-ink-muted">
            {t('accounts:capabilities.waitsFor', { documents: formatList(locale, documents) })}
          </p>
        )}
        {withheld.examineBy && (
          <p className="text-ink-muted">
            {t('accounts:capabilities.examineBy', { date: formatDay(locale, withheld.examineBy) })}
          </p>
        )}
        {withheld.reason && <p className="text-ink-muted">{withheld.reason}</p>}
      </div>
      {editable && (
        <ConfirmDialog
          trigger={t('accounts:capabilities.lift')}
          triggerSize="small"
          title={t('accounts:capabilities.liftTitle', { capability: t(`accounts:capability.${capability}`) })}
          description={t('accounts:capabilities.liftWhy')}
          confirmLabel={t('accounts:capabilities.lift')}
          fields={{ intent: 'lift', restrictionId: withheld.restrictionId }}
        >
          <Reason />
        </ConfirmDialog>
      )}
    </div>
  )
}

/** The officer's own words; every act on an account wants them. */
export function Reason() {
  const t = useTranslate()
  return (
    <Field label={t('accounts:act.reason')}>
      <Textarea name="reason" rows={2} required maxLength={500} />
    </Field>
  )
}

function RestrictDialog() {
  const t = useTranslate()
  return (
    <ConfirmDialog
      trigger={t('accounts:capabilities.restrict')}
      triggerSize="small"
      title={t('accounts:capabilities.restrictTitle')}
      description={t('accounts:capabilities.restrictWhy')}
      confirmLabel={t('accounts:capabilities.restrict')}
      danger
      fields={{ intent: 'restrict' }}
    >
      <fieldset className="flex flex-col">
        <legend className="mb-1 text-sm font-medium text-ink">{t('accounts:capabilities.which')}</legend>
        {CAPABILITIES.map((capability) => (
          <Checkbox
            key={capability}
            name="capabilities"
            value={capability}
            label={t(`accounts:capability.${capability}`)}
            defaultChecked={capability === 'payouts'}
          />
        ))}
      </fieldset>
      <Field label={t('accounts:capabilities.causeLabel')}>
        <Select
          name="cause"
          options={MANUAL_CAUSES.map((value) => ({ value, label: t(`accounts:cause.${value}`) }))}
        />
      </Field>
      <Reason />
    </ConfirmDialog>
  )
}
