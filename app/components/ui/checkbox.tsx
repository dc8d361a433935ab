import { clsx } from 'clsx'
import { forwardRef, type InputHTMLAttributes, type ReactNode, useId } from 'react'
import { FieldError } from '#app/components/ui/field.tsx'

/** The box of a checkbox or radio: the platform's own, in the accent. */
export const tickClass = 'mt-px size-5 shrink-0 accent-accent md:mt-0.5 md:size-4'

interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  label: ReactNode
  hint?: ReactNode
  /** A text, already in the reader's language. */
  error?: ReactNode
}

export const Checkbox = forwardRef<HTMLInputElement, CheckboxProps>(function Checkbox(
  { label, hint, error, className, id: fixedId, ...rest },
  ref,
) {
  const madeUpId = useId()
  const id = fixedId ?? madeUpId
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  return (
    <div className={clsx('flex flex-col gap-1', className)}>
      <label className="flex min-h-11 items-start gap-2.5 py-2.5 text-sm text-ink md:min-h-0 md:py-0.5">
        <input
          ref={ref}
          id={id}
          type="checkbox"
          className={tickClass}
          aria-describedby={described}
          aria-invalid={error ? true : undefined}
          {...rest}
        />
        <span>
          {label}
          {hint && (
            <span id={`${id}-hint`} className="block text-ink-muted">
              {hint}
            </span>
          )}
        </span>
      </label>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
})
