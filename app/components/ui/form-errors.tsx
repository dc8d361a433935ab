import { useActionData } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { Alert } from '#app/components/ui/alert.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface FormErrorsProps {
  id?: string
  /** Texts, already in the reader's language. */
  messages: readonly string[]
}

/**
 * What is wrong with a form as a whole, above its fields; nothing when there is nothing. It takes the focus when a form
 * was refused: on a phone the button that was pressed stands far below it.
 */
export function FormErrors({ id, messages }: FormErrorsProps) {
  const t = useTranslate()
  const answer = useActionData()
  const place = useRef<HTMLDivElement>(null)
  const [first] = messages
  // biome-ignore lint/correctness/useExhaustiveDependencies: the message may come a moment after the answer, or again
  useEffect(() => {
    if (answer !== undefined) place.current?.focus()
  }, [answer, first])
  if (first === undefined) return null
  return (
    <div id={id} ref={place} tabIndex={-1} className="scroll-mt-20 rounded-lg">
      {messages.length === 1 ? (
        <Alert tone="critical">{first}</Alert>
      ) : (
        <Alert tone="critical" title={t('formErrors.title', { count: messages.length })}>
          <ul className="list-disc pl-4">
            {messages.map((message) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </Alert>
      )}
    </div>
  )
}
