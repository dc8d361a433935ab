import { ComponentClaims, claimsAsTyped, type DeskGroup } from '#app/components/desk/component-claims.tsx'
import { Bodies } from '#app/components/desk/desk-fields.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { OPEN_STATUSES } from '#app/domain/components/status.ts'
import { type TemplateFields, templateSchema } from '#app/domain/templates/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface TemplateFormProps {
  groups: readonly DeskGroup[]
  values: Partial<Omit<TemplateFields, 'components'>> & {
    kind: TemplateFields['kind']
    components: Readonly<Record<string, string | undefined>>
  }
}

/** Everything that a form can begin with. */
export function TemplateForm({ groups, values: { components, ...values } }: TemplateFormProps) {
  const t = useTranslate()
  const [form, fields] = usePageForm(templateSchema, { defaultValue: { notify: true, ...values } })
  const typed = fields.components.initialValue
  const chosen = typed ? claimsAsTyped(typed) : components
  const isIncident = values.kind === 'incident'
  const stages = OPEN_STATUSES.map((value) => ({
    value,
    label: t(`status:incident.${value}`),
  }))
  return (
    <PageForm form={form}>
      <input type="hidden" name="kind" value={values.kind} />
      <FormField
        meta={fields.name}
        label={t('incidents:templates.name')}
        hint={t('incidents:templates.nameHint')}
      />
      <div className="grid gap-5 md:grid-cols-2">
        <FormField
          meta={fields.titleFr}
          label={t(isIncident ? 'incidents:templates.titleFr' : 'incidents:templates.maintenanceFr')}
        />
        <FormField
          meta={fields.titleEn}
          label={t(isIncident ? 'incidents:templates.titleEn' : 'incidents:templates.maintenanceEn')}
        />
      </div>
      <Bodies fields={fields} />
      {isIncident ? (
        <>
          <FormField
            meta={fields.status}
            label={t('desk:incident.status')}
            control="select"
            options={stages}
            optional={false}
          />
          <ComponentClaims groups={groups} chosen={chosen} />
        </>
      ) : (
        <UnderMaintenance groups={groups} chosen={chosen} />
      )}
      <FormField meta={fields.notify} label={t('desk:incident.notify')} control="checkbox" />
      <div>
        <SubmitButton className="max-sm:w-full">{t('incidents:templates.save')}</SubmitButton>
      </div>
    </PageForm>
  )
}

function UnderMaintenance({
  groups,
  chosen,
}: {
  groups: readonly DeskGroup[]
  chosen: Readonly<Record<string, string | undefined>>
}) {
  const t = useTranslate()
  const places = new Map(groups.flatMap((group) => group.components).map(({ id }, index) => [id, index]))
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-sm font-medium text-ink">{t('desk:maintenance.components')}</legend>
      {groups.map((group) => (
        <div key={group.id ?? ''}>
          <p className="text-xs font-medium text-ink-subtle">
            {group.name ?? t('status:page.otherComponents')}
          </p>
          {group.components.map(({ id, name }) => (
            <div key={id}>
              <input type="hidden" name={`components[${places.get(id)}].id`} value={id} />
              <Checkbox
                name={`components[${places.get(id)}].status`}
                value="under_maintenance"
                label={<bdi>{name}</bdi>}
                defaultChecked={chosen[id] !== undefined}
              />
            </div>
          ))}
        </div>
      ))}
    </fieldset>
  )
}
