import { Alert } from '#app/components/ui/alert.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface FormErrorsProps {
  id?: string
  /** Texts, already in the reader's language. */
  messages: readonly string[]
}

/** What is wrong with a form as a whole, above its fields. Nothing when there is nothing. */
export function FormErrors({ id, messages }: FormErrorsProps) {
  const t = useTranslate()
  const [first] = messages
  if (first === undefined) return null
  if (messages.length === 1) {
    return (
      <div id={id}>
        <Alert tone="critical">{first}</Alert>
      </div>
    )
  }
  return (
    <div id={id}>
      <Alert tone="critical" title={t('formErrors.title', { count: messages.length })}>
        <ul className="list-disc pl-4">
          {messages.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      </Alert>
    </div>
  )
}
