import type { FieldMetadata } from '@conform-to/react'
import { FormField } from '#app/components/form/form-field.tsx'
import { TickList } from '#app/components/maintenance/tick-list.tsx'
import { WEEKDAYS } from '#app/domain/maintenance/schemas.ts'
import { weekdayName } from '#app/i18n/recurrence.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

type Field = 'repeat' | 'interval' | 'weekdays' | 'monthlyBy' | 'ends' | 'until' | 'count'

interface RepeatFieldsProps {
  // biome-ignore lint/suspicious/noExplicitAny: fields of any schema that has a rule
  fields: Record<Field, FieldMetadata<any, any, any>>
  /** A series always repeats. */
  always?: boolean
}

/** The rule of a maintenance that recurs. What the choices so far make pointless is folded away, by style alone. */
export function RepeatFields({ fields, always }: RepeatFieldsProps) {
  const t = useTranslate()
  const locale = useLocale()
  const choices = (['none', 'daily', 'weekly', 'monthly'] as const).filter((one) => !always || one !== 'none')
  return (
    <div className="group flex flex-col gap-5">
      <FormField
        meta={fields.repeat}
        label={t('maintenance:repeat.label')}
        control="select"
        optional={false}
        options={choices.map((value) => ({ value, label: t(`maintenance:repeat.${value}`) }))}
      />
      <div className="flex flex-col gap-5 border-l-2 border-line pl-4 group-has-[option[value=none]:checked]:hidden">
        <FormField
          meta={fields.interval}
          label={t('maintenance:repeat.interval')}
          hint={t('maintenance:repeat.intervalHint')}
          control="number"
          optional={false}
          className="max-w-xs"
        />
        <div className="hidden group-has-[option[value=weekly]:checked]:block">
          <TickList
            meta={fields.weekdays}
            legend={t('maintenance:repeat.weekdays')}
            hint={t('maintenance:repeat.weekdaysHint')}
            inline
            groups={[{ options: WEEKDAYS.map((value) => ({ value, label: weekdayName(locale, value) })) }]}
          />
        </div>
        <div className="hidden group-has-[option[value=monthly]:checked]:block">
          <FormField
            meta={fields.monthlyBy}
            label={t('maintenance:repeat.monthlyBy')}
            control="radio"
            options={[
              { value: 'day', label: t('maintenance:repeat.byDay') },
              { value: 'weekday', label: t('maintenance:repeat.byWeekday') },
            ]}
          />
        </div>
        <div className="flex flex-col gap-3">
          <FormField
            meta={fields.ends}
            label={t('maintenance:repeat.ends')}
            hint={t('maintenance:repeat.bounds')}
            control="radio"
            options={[
              { value: 'until', label: t('maintenance:repeat.endsUntil') },
              { value: 'count', label: t('maintenance:repeat.endsCount') },
            ]}
          />
          <FormField
            meta={fields.until}
            label={t('maintenance:repeat.until')}
            type="date"
            optional={false}
            className="hidden max-w-48 group-has-[[value=until]:checked]:flex"
          />
          <FormField
            meta={fields.count}
            label={t('maintenance:repeat.count')}
            control="number"
            optional={false}
            className="hidden max-w-48 group-has-[[value=count]:checked]:flex"
          />
        </div>
      </div>
    </div>
  )
}
