import type { FieldMetadata } from '@conform-to/react'
import type { ComponentProps } from 'react'
import type { DeskGroup } from '#app/components/desk/component-claims.tsx'
import { Bodies } from '#app/components/desk/desk-fields.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { PlanCheck } from '#app/components/maintenance/plan-check.tsx'
import { reminderText } from '#app/components/maintenance/reminder-list.tsx'
import { RepeatFields } from '#app/components/maintenance/repeat-fields.tsx'
import { TickList } from '#app/components/maintenance/tick-list.tsx'
import { WindowFields } from '#app/components/maintenance/window-fields.tsx'
import { REMINDER_MINUTES } from '#app/domain/maintenance/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

type Field = 'nameFr' | 'nameEn' | 'componentIds' | 'autoStart' | 'autoEnd' | 'reminderMinutes'

interface PlanFieldsProps {
  fields: ComponentProps<typeof RepeatFields>['fields'] &
    ComponentProps<typeof WindowFields>['fields'] &
    ComponentProps<typeof Bodies>['fields'] &
    // biome-ignore lint/suspicious/noExplicitAny: fields of any schema that plans a maintenance
    Record<Field, FieldMetadata<any, any, any>>
  groups: readonly DeskGroup[]
  /** The series that is edited. */
  seriesId?: string
}

/** Everything that a publisher says of a maintenance, once or recurring. */
export function PlanFields({ fields, groups, seriesId }: PlanFieldsProps) {
  const t = useTranslate()
  return (
    <>
      <FormField meta={fields.nameFr} label={t('desk:maintenance.nameFr')} optional={false} />
      <FormField
        meta={fields.nameEn}
        label={t('desk:maintenance.nameEn')}
        hint={t('desk:maintenance.nameEnHint')}
      />
      <WindowFields
        fields={fields}
        from={t(seriesId ? 'maintenance:series.first' : 'desk:maintenance.from')}
        until={t(seriesId ? 'maintenance:series.firstUntil' : 'desk:maintenance.until')}
      />
      <RepeatFields fields={fields} always={seriesId !== undefined} />
      <TickList
        meta={fields.componentIds}
        legend={t('desk:maintenance.components')}
        groups={groups.map((group) => ({
          title: group.name ?? t('status:page.otherComponents'),
          options: group.components.map(({ id, name }) => ({ value: id, label: <bdi>{name}</bdi> })),
        }))}
      />
      <PlanCheck seriesId={seriesId} />
      <Bodies fields={fields} label={t('desk:maintenance.bodyFr')} hint={t('desk:maintenance.bodyFrHint')} />
      <div>
        <FormField meta={fields.autoStart} label={t('desk:maintenance.autoStart')} control="checkbox" />
        <FormField meta={fields.autoEnd} label={t('desk:maintenance.autoEnd')} control="checkbox" />
      </div>
      <TickList
        meta={fields.reminderMinutes}
        legend={t('maintenance:reminders.legend')}
        hint={t('maintenance:reminders.hint')}
        groups={[
          {
            options: REMINDER_MINUTES.map((minutes) => ({
              value: String(minutes),
              label: reminderText(t, minutes),
            })),
          },
        ]}
      />
    </>
  )
}
