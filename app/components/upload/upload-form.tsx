import { useEffect, useRef, useState } from 'react'
import { LiveUpload } from '#app/components/upload/live-upload.tsx'
import { PlainUpload } from '#app/components/upload/plain-upload.tsx'
import { isSide, type Side } from '#app/domain/submissions/schemas.ts'

export interface UploadFormProps {
  requirementId: string
  /** New with each page; the same key posted twice has one answer. */
  submitKey: string
  sides: 1 | 2
  onDone: () => void
}

/** What one field of the plain form holds, or is given later. */
export interface TakenField {
  readonly side: Side
  readonly input: HTMLInputElement
}

/**
 * A plain form that works by itself; once a script is there it grows progress, dropping, pasting and the camera.
 * What was chosen before that moment is taken over, and also what is chosen after it in a file dialog that was opened
 * before: on a phone it stays open for many seconds.
 */
export function UploadForm(props: UploadFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [taken, setTaken] = useState<readonly TakenField[] | null>(null)
  useEffect(() => {
    const inputs = [...(form.current?.querySelectorAll<HTMLInputElement>('input[type=file]') ?? [])]
    setTaken(inputs.flatMap((input) => (isSide(input.name) ? [{ side: input.name, input }] : [])))
  }, [])
  return taken ? <LiveUpload {...props} taken={taken} /> : <PlainUpload {...props} form={form} />
}
