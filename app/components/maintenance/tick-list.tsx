import type { FieldMetadata } from '@conform-to/react'
import { clsx } from 'clsx'
import { type ReactNode, useId } from 'react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { FieldError } from '#app/components/ui/field.tsx'
import { errorText } from '#app/i18n/field-errors.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface TickListProps {
  // biome-ignore lint/suspicious/noExplicitAny: a list field of any schema
  meta: FieldMetadata<any, any, any>
  legend: string
  hint?: string
  /** Boxes by heading; one without a heading alone. */
  groups: readonly {
    readonly title?: string
    readonly options: readonly { value: string; label: ReactNode }[]
  }[]
  /** Side by side, for short labels. */
  inline?: boolean
}

/** Any number of a few choices, under one name. */
export function TickList({ meta, legend, hint, groups, inline }: TickListProps) {
  const t = useTranslate()
  const hintId = useId()
  const typed: unknown = meta.initialValue
  const chosen = new Set((Array.isArray(typed) ? typed : [typed]).map(String))
  const code: string | undefined = meta.errors?.[0]
  return (
    <fieldset className="flex flex-col gap-3" aria-describedby={hint && hintId}>
      <legend className="mb-1 text-sm font-medium text-ink">{legend}</legend>
      {hint && (
        <p id={hintId} className="text-sm text-ink-muted">
          {hint}
        </p>
      )}
      {groups.map(({ title, options }) => (
        <div key={options[0]?.value ?? title}>
          {title && <p className="text-xs font-medium text-ink-subtle">{title}</p>}
          <div className={clsx(inline && 'flex flex-wrap gap-x-5')}>
            {options.map(({ value, label }) => (
              <Checkbox
                key={value}
                name={meta.name}
                value={value}
                label={label}
                defaultChecked={chosen.has(value)}
              />
            ))}
          </div>
        </div>
      ))}
      {code && <FieldError>{errorText(t, code)}</FieldError>}
    </fieldset>
  )
}
