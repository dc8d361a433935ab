import type { ReactNode } from 'react'
import { documentIn } from '#app/i18n/document-name.ts'
import { useLocale } from '#app/i18n/use-translate.ts'

interface Named {
  readonly requirementId: string
  readonly nameFr: string
  readonly nameEn: string
  readonly subject: string
}

/** Documents of an account, and below each what is said of it. */
export function DocumentList<D extends Named>({
  documents,
  say,
}: {
  documents: readonly D[]
  say: (document: D) => ReactNode
}) {
  const locale = useLocale()
  return (
    <ul className="flex flex-col gap-1">
      {documents.map((document) => (
        <li key={document.requirementId}>
          {documentIn(locale, document)}
          <span className="tabular block text-ink-muted">{say(document)}</span>
        </li>
      ))}
    </ul>
  )
}
