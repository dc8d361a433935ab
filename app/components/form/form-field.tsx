import type { FieldMetadata } from '@conform-to/react'
import type { InputHTMLAttributes, ReactNode } from 'react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { PasswordInput } from '#app/components/ui/password-input.tsx'
import { RadioGroup } from '#app/components/ui/radio-group.tsx'
import { type Option, Select } from '#app/components/ui/select.tsx'
import { Textarea } from '#app/components/ui/textarea.tsx'
import { errorText } from '#app/i18n/field-errors.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

type Control = 'input' | 'number' | 'password' | 'textarea' | 'select' | 'checkbox' | 'radio'

interface FormFieldProps {
  /** A field of `usePageForm`. */
  // biome-ignore lint/suspicious/noExplicitAny: a field of any schema
  meta: FieldMetadata<any, any, any>
  label: ReactNode
  hint?: ReactNode
  control?: Control
  /** For `input`. */
  type?: InputHTMLAttributes<HTMLInputElement>['type']
  /** For `select` and `radio`. */
  options?: readonly Option[]
  /** For `textarea`. */
  rows?: number
  placeholder?: string
  autoComplete?: string
  inputMode?: InputHTMLAttributes<HTMLInputElement>['inputMode']
  autoFocus?: boolean
  /** Left out, it follows the schema. */
  optional?: boolean
  className?: string
}

/** One field of a page form: control, label, hint and the schema's or the server's error. */
export function FormField({ meta, label, hint, control = 'input', ...rest }: FormFieldProps) {
  const t = useTranslate()
  const code: string | undefined = meta.errors?.[0]
  const error = code === undefined ? undefined : errorText(t, code)
  const { type, options = [], rows, placeholder, optional = !meta.required, className, ...hints } = rest
  const number = control === 'number' && { type: 'number', inputMode: hints.inputMode ?? 'numeric' }
  const shared = { name: meta.name, form: meta.formId, required: meta.required }
  const texts = { defaultValue: meta.defaultValue, minLength: meta.minLength, maxLength: meta.maxLength }

  switch (control) {
    case 'checkbox':
      return (
        <Checkbox
          key={meta.key}
          id={meta.id}
          {...shared}
          {...{ label, hint, error, className }}
          defaultChecked={meta.defaultChecked}
        />
      )
    case 'radio':
      return (
        <RadioGroup
          key={meta.key}
          legend={label}
          {...shared}
          {...{ options, hint, error }}
          defaultValue={meta.defaultValue}
        />
      )
    case 'input':
    case 'number':
    case 'password':
    case 'textarea':
    case 'select':
      break
  }

  const field = { ...shared, ...hints }
  return (
    <Field id={meta.id} {...{ label, hint, error, optional, className }}>
      {(control === 'input' || control === 'number') && (
        <Input
          key={meta.key}
          {...{ type, placeholder, ...field, ...texts, ...number }}
          min={meta.min}
          max={meta.max}
          step={meta.step}
          pattern={meta.pattern}
        />
      )}
      {control === 'password' && (
        <PasswordInput key={meta.key} {...field} {...texts} defaultValue={undefined} />
      )}
      {control === 'textarea' && <Textarea key={meta.key} {...{ rows, placeholder, ...field, ...texts }} />}
      {control === 'select' && (
        <Select key={meta.key} {...{ options, placeholder, ...shared }} defaultValue={meta.defaultValue} />
      )}
    </Field>
  )
}
