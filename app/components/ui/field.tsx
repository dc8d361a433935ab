import { clsx } from 'clsx'
import { CircleAlert } from 'lucide-react'
import { createContext, type ReactNode, useContext, useId } from 'react'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface FieldIds {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

const FieldContext = createContext<FieldIds | null>(null)

/** What ties a control to the label, hint and error of the Field around it. Empty outside one. */
export const useFieldIds = (): Partial<FieldIds> => useContext(FieldContext) ?? {}

interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  /** A text, already in the reader's language. */
  error?: ReactNode
  /** Marks the label; fields are required unless they say so. */
  optional?: boolean
  /** Fixes the id of the control; made up otherwise. */
  id?: string
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean
  className?: string
  children: ReactNode
}

/** Label, hint and error around one Input, PasswordInput, Textarea or Select. */
export function Field({
  label,
  hint,
  error,
  optional,
  id: fixedId,
  hideLabel,
  className,
  children,
}: FieldProps) {
  const t = useTranslate()
  const madeUpId = useId()
  const id = fixedId ?? madeUpId
  const hintId = hint ? `${id}-hint` : null
  const errorId = error ? `${id}-error` : null
  const describedBy = [errorId, hintId].filter(Boolean).join(' ') || undefined
  return (
    <div className={clsx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className={clsx('text-sm font-medium text-ink', hideLabel && 'sr-only')}>
        {label}
        {optional && <span className="font-normal text-ink-subtle"> ({t('optional')})</span>}
      </label>
      {hint && (
        <p id={hintId ?? undefined} className="-mt-1 text-sm text-ink-muted">
          {hint}
        </p>
      )}
      <FieldContext.Provider
        value={{ id, 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined }}
      >
        {children}
      </FieldContext.Provider>
      {error && <FieldError id={errorId ?? undefined}>{error}</FieldError>}
    </div>
  )
}

/** The error of one field: red, with a sign, so that colour is not alone. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1.5 text-sm text-critical">
      <CircleAlert className="mt-[0.1875rem] size-4 shrink-0" aria-hidden />
      <span>{children}</span>
    </p>
  )
}
