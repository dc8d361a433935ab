import { FormField } from '#app/components/form/form-field.tsx'
import { usePageForm } from '#app/components/form/page-form.tsx'
import type { DeskEvent } from '#app/components/status/desk-events.tsx'
import {
  Bodies,
  ComponentClaims,
  claimsAsTyped,
  type DeskGroup,
} from '#app/components/status/desk-fields.tsx'
import { EventForm } from '#app/components/status/event-form.tsx'
import { isOver } from '#app/components/status/tones.ts'
import { Alert } from '#app/components/ui/alert.tsx'
import { publishUpdateSchema } from '#app/domain/incidents/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface UpdateFormProps {
  event: DeskEvent & { version: number }
  groups: readonly DeskGroup[]
  recipients: number
}

/** The next update of an incident. One that is over takes a postmortem and says nothing of components. */
export function UpdateForm({ event, groups, recipients }: UpdateFormProps) {
  const t = useTranslate()
  const over = isOver(event.status)
  const current = event.status === 'postmortem' || over ? 'postmortem' : event.status
  const [form, fields] = usePageForm(publishUpdateSchema, {
    defaultValue: {
      version: event.version,
      status: current as 'investigating',
      impact: 'auto',
      notify: !over,
    },
  })
  const stages = over
    ? (['postmortem'] as const)
    : (['investigating', 'identified', 'monitoring', 'resolved'] as const)
  const said = Object.fromEntries(event.components.map(({ id, status }) => [id, status]))
  const typed = fields.components.initialValue
  return (
    <EventForm
      form={form}
      title={t(over ? 'desk:update.postmortem' : 'desk:update.title')}
      notify={{ field: fields.notify, recipients }}
      submit={t('desk:update.submit')}
    >
      {over && <Alert>{t('desk:update.over')}</Alert>}
      <input type="hidden" name={fields.version.name} value={event.version} />
      <FormField
        meta={fields.status}
        label={t('desk:incident.status')}
        hint={over ? undefined : t('desk:update.resolveHint')}
        control="radio"
        options={stages.map((value) => ({ value, label: t(`status:incident.${value}`) }))}
      />
      <Bodies fields={fields} />
      {!over && <ComponentClaims groups={groups} chosen={typed ? claimsAsTyped(typed) : said} />}
    </EventForm>
  )
}
