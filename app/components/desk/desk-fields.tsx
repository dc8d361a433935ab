import type { FieldMetadata } from '@conform-to/react'
import { FormField } from '#app/components/form/form-field.tsx'
import { IMPACTS } from '#app/domain/components/status.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface BodiesProps {
  // biome-ignore lint/suspicious/noExplicitAny: fields of any schema that has both texts
  fields: { bodyFr: FieldMetadata<any, any, any>; bodyEn: FieldMetadata<any, any, any> }
  label?: string
  hint?: string
  autoFocus?: boolean
}

/** The text, French first; the English one waits folded, since one language is enough to publish. */
export function Bodies({ fields, label, hint, autoFocus }: BodiesProps) {
  const t = useTranslate()
  return (
    <>
      <FormField
        meta={fields.bodyFr}
        label={label ?? t('desk:incident.bodyFr')}
        hint={hint ?? t('desk:incident.bodyFrHint')}
        control="textarea"
        rows={5}
        optional={false}
        autoFocus={autoFocus}
      />
      <FormField
        meta={fields.bodyEn}
        label={t('desk:incident.bodyEn')}
        hint={t('desk:incident.bodyEnHint')}
        control="textarea"
        rows={4}
        optional
      />
    </>
  )
}

/** How bad it is, unless the components say so. */
export function ImpactField({ meta }: { meta: Parameters<typeof FormField>[0]['meta'] }) {
  const t = useTranslate()
  const impacts = IMPACTS.map((value) => ({
    value,
    label: t(`status:impact.${value}`),
  }))
  return (
    <FormField
      meta={meta}
      label={t('desk:incident.impact')}
      control="select"
      options={[{ value: 'auto', label: t('desk:incident.impactAuto') }, ...impacts]}
      optional={false}
    />
  )
}
