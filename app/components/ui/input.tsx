import { clsx } from 'clsx'
import { forwardRef, type InputHTMLAttributes } from 'react'
import { useFieldIds } from '#app/components/ui/field.tsx'

/** The frame of every text control. 16 px on phones: below that iOS zooms the page on focus. */
export const controlClass = clsx(
  'w-full rounded-md border border-line-control bg-surface px-3 text-base text-ink md:text-sm',
  'min-h-11 md:min-h-9 transition-colors duration-100 hover:border-ink-subtle',
  'focus-visible:border-accent-text focus-visible:outline-offset-0',
  'aria-invalid:border-critical disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-subtle',
  // Not `read-only:`, which matches every select.
  '[&[readonly]]:bg-sunken',
)

export const Input = forwardRef<HTMLInputElement, InputHTMLAttributes<HTMLInputElement>>(function Input(
  { className, ...rest },
  ref,
) {
  return <input ref={ref} {...useFieldIds()} className={clsx(controlClass, className)} {...rest} />
})
