import { Form } from '@remix-run/react'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { Input } from '#app/components/ui/input.tsx'

interface CsvFormProps {
  label: string
  hint: string
  note: string | null
  submit: string
  /** Why the last file was not taken. */
  refused?: string
}

/** Sends one CSV file, for an action that calls `takeCsv`. */
export function CsvForm({ label, hint, note, submit, refused }: CsvFormProps) {
  return (
    <Form method="post" encType="multipart/form-data" className="flex flex-col gap-5">
      <FormErrors messages={refused === undefined ? [] : [refused]} />
      <Field label={label} hint={hint}>
        <Input
          type="file"
          name="file"
          accept=".csv,.txt,text/csv,text/plain"
          required
          className="py-2 file:mr-3 file:rounded-sm file:border-0 file:bg-sunken file:px-2.5 file:py-1 file:text-ink md:py-1"
        />
      </Field>
      {note && <p className="text-sm text-ink-muted">{note}</p>}
      <div>
        <SubmitButton className="max-sm:w-full">{submit}</SubmitButton>
      </div>
    </Form>
  )
}
