import { type ReactNode, useId } from 'react'
import { tickClass } from '#app/components/ui/checkbox.tsx'
import { FieldError } from '#app/components/ui/field.tsx'

interface RadioGroupProps {
  legend: ReactNode
  name: string
  options: readonly { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean }[]
  defaultValue?: string
  hint?: ReactNode
  /** A text, already in the reader's language. */
  error?: ReactNode
  required?: boolean
  form?: string
}

/** One choice of a few. Each choice is a row that can be pressed anywhere. */
export function RadioGroup({
  legend,
  name,
  options,
  defaultValue,
  hint,
  error,
  required,
  form,
}: RadioGroupProps) {
  const id = useId()
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  return (
    <fieldset
      className="flex flex-col gap-1.5"
      aria-describedby={described}
      aria-invalid={error ? true : undefined}
    >
      <legend className="mb-1.5 text-sm font-medium text-ink">{legend}</legend>
      {hint && (
        <p id={`${id}-hint`} className="-mt-1.5 text-sm text-ink-muted">
          {hint}
        </p>
      )}
      <div className="divide-y divide-line overflow-hidden rounded-md border border-line">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-11 items-start gap-3 bg-surface px-3 py-2.5 text-sm text-ink hover:bg-hover has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent-text"
          >
            <input
              type="radio"
              name={name}
              form={form}
              value={option.value}
              defaultChecked={option.value === defaultValue}
              disabled={option.disabled}
              required={required}
              className={tickClass}
            />
            <span>
              {option.label}
              {option.hint && <span className="block text-ink-muted">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  )
}
