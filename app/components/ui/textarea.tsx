import { clsx } from 'clsx'
import { forwardRef, type TextareaHTMLAttributes } from 'react'
import { useFieldIds } from '#app/components/ui/field.tsx'
import { controlClass } from '#app/components/ui/input.tsx'

export const Textarea = forwardRef<HTMLTextAreaElement, TextareaHTMLAttributes<HTMLTextAreaElement>>(
  function Textarea({ className, rows = 4, ...rest }, ref) {
    return (
      <textarea
        ref={ref}
        rows={rows}
        {...useFieldIds()}
        className={clsx(controlClass, 'resize-y py-2 leading-6', className)}
        {...rest}
      />
    )
  },
)
