import type { z } from 'zod'
import { ComponentClaims, claimsAsTyped, type DeskGroup } from '#app/components/desk/component-claims.tsx'
import { Bodies, ImpactField } from '#app/components/desk/desk-fields.tsx'
import { EventForm } from '#app/components/desk/event-form.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { usePageForm } from '#app/components/form/page-form.tsx'
import { OPEN_STATUSES } from '#app/domain/components/status.ts'
import { openIncidentSchema } from '#app/domain/incidents/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface IncidentFormProps {
  groups: readonly DeskGroup[]
  /** What is said of components before anything is typed. */
  chosen: Readonly<Record<string, string>>
  recipients: number
  /** From a template. */
  values?: Partial<z.input<typeof openIncidentSchema>>
}

/** A new incident: one text and what is touched; all else can wait. */
export function IncidentForm({ groups, chosen, recipients, values }: IncidentFormProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(openIncidentSchema, {
    defaultValue: { status: 'investigating', impact: 'auto', notify: true, ...values },
  })
  const typed = fields.components.initialValue
  const stages = OPEN_STATUSES.map((value) => ({
    value,
    label: t(`status:incident.${value}`),
  }))
  return (
    <EventForm
      form={form}
      notify={{ field: fields.notify, recipients }}
      submit={t('desk:incident.publish')}
      keepsDraft
    >
      <Bodies fields={fields} autoFocus />
      <ComponentClaims groups={groups} chosen={typed ? claimsAsTyped(typed) : chosen} />
      <FormField
        meta={fields.status}
        label={t('desk:incident.status')}
        control="select"
        options={stages}
        optional={false}
      />
      <details className="rounded-md border border-line">
        <summary className="flex min-h-11 items-center px-4 text-sm font-medium text-ink">
          {t('desk:incident.details')}
        </summary>
        <div className="flex flex-col gap-5 border-t border-line p-4">
          <FormField
            meta={fields.nameFr}
            label={t('desk:incident.nameFr')}
            hint={t('desk:incident.nameFrHint')}
          />
          <FormField meta={fields.nameEn} label={t('desk:incident.nameEn')} />
          <ImpactField meta={fields.impact} />
          <FormField
            meta={fields.displayAt}
            label={t('desk:incident.displayAt')}
            hint={t('desk:incident.displayAtHint')}
            type="datetime-local"
          />
        </div>
      </details>
    </EventForm>
  )
}
