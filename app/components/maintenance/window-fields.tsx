import type { FieldMetadata } from '@conform-to/react'
import { type FormEvent, useRef } from 'react'
import { FormField } from '#app/components/form/form-field.tsx'

interface WindowFieldsProps {
  // biome-ignore lint/suspicious/noExplicitAny: fields of any schema that has a window
  fields: { scheduledFor: FieldMetadata<any, any, any>; scheduledUntil: FieldMetadata<any, any, any> }
  from: string
  until: string
}

/** A clock time without a zone as a number, for differences between two of them. */
const clockMs = (value: string) => Date.parse(`${value}Z`)

/** Beginning and end of a window. When the beginning moves, the end moves with it. */
export function WindowFields({ fields, from, until }: WindowFieldsProps) {
  const before = useRef(String(fields.scheduledFor.initialValue ?? ''))
  const keepLength = ({ target, currentTarget }: FormEvent<HTMLDivElement>) => {
    if (!(target instanceof HTMLInputElement) || target.name !== fields.scheduledFor.name) return
    const end = currentTarget.querySelector<HTMLInputElement>(`[name="${fields.scheduledUntil.name}"]`)
    const moved = clockMs(target.value) - clockMs(before.current)
    const ended = clockMs(end?.value ?? '') + moved
    if (end && !Number.isNaN(ended)) end.value = new Date(ended).toISOString().slice(0, 16)
    if (!Number.isNaN(clockMs(target.value))) before.current = target.value
  }
  return (
    <div className="grid gap-5 sm:grid-cols-2" onInput={keepLength}>
      <FormField meta={fields.scheduledFor} label={from} type="datetime-local" />
      <FormField meta={fields.scheduledUntil} label={until} type="datetime-local" />
    </div>
  )
}
