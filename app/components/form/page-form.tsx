import {
  type FormMetadata,
  FormProvider,
  getFormProps,
  type SubmissionResult,
  useForm,
} from '@conform-to/react'
import { getZodConstraint, parseWithZod } from '@conform-to/zod/v4'
import { Form, type FormProps, useActionData } from '@remix-run/react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { z } from 'zod'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { errorText, fieldErrorCode } from '#app/i18n/field-errors.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What `submitForm` answers when a form was not accepted. */
interface FormAnswer {
  result?: SubmissionResult<string[]>
}

interface PageFormOptions<T> {
  /** Values to begin with. */
  defaultValue?: Partial<T>
  /** Needed where a page has several forms. */
  id?: string
  /** Where the answer does not come from this route's action, or belongs to one of several forms. */
  answer?: FormAnswer | null
}

/**
 * A form over the same schema as its action: checked when a field is left, then while it is mended. Without
 * JavaScript the action's answer shows the same errors with the fields as typed.
 */
export function usePageForm<S extends z.ZodObject>(schema: S, options: PageFormOptions<z.input<S>> = {}) {
  const ofRoute = useActionData() as FormAnswer | undefined
  const answer = options.answer === undefined ? ofRoute : options.answer
  return useForm<z.input<S> & Record<string, unknown>, z.output<S>>({
    id: options.id,
    lastResult: answer?.result,
    // Conform's own type cannot see that a Partial of the schema's input fits it.
    defaultValue: options.defaultValue as never,
    constraint: getZodConstraint(schema) as never,
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema, error: fieldErrorCode }) as never,
  })
}

interface PageFormProps extends Omit<FormProps, 'form' | 'id' | 'onSubmit' | 'noValidate'> {
  // biome-ignore lint/suspicious/noExplicitAny: a form of any schema
  form: FormMetadata<any>
  /** Ctrl or Cmd with Enter sends it from any of its fields. */
  sendsByKey?: boolean
  children: ReactNode
}

function sendByKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
}

/** The `<form>` of `usePageForm`: POST, with the errors that belong to no field above the fields. */
export function PageForm(props: PageFormProps) {
  const { form, sendsByKey, children, className = 'flex flex-col gap-5', ...rest } = props
  const t = useTranslate()
  const messages = (form.errors ?? []).map((code) => errorText(t, code))
  return (
    <FormProvider context={form.context}>
      <Form
        method="post"
        className={className}
        onKeyDown={sendsByKey ? sendByKey : undefined}
        {...rest}
        {...getFormProps(form)}
      >
        <FormErrors id={form.errorId} messages={messages} />
        {children}
      </Form>
    </FormProvider>
  )
}
