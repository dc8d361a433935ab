import { CircleCheck, TriangleAlert } from 'lucide-react'
import { DataList } from '#app/components/ui/data-list.tsx'
import type { TimelineEntry } from '#app/domain/timeline/schemas.ts'
import { documentName } from '#app/i18n/document-name.ts'
import { formatDate, formatList, formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface ExplanationProps {
  explanation: NonNullable<TimelineEntry['explanation']>
  documents: TimelineEntry['documents']
}

/** What an automatic act rested on, as it was stored, and whether the rules give the same again. */
export function Explanation({ explanation, documents }: ExplanationProps) {
  const t = useTranslate()
  const locale = useLocale()
  const { policyVersion, at, department, requirements, decision, isSame } = explanation
  const Icon = isSame ? CircleCheck : TriangleAlert
  const nameOf = (id: string) => {
    const document = documents[id]
    return document ? documentName(document.name[locale], document.subject) : id
  }
  const withheld = (Object.keys(decision) as (keyof typeof decision)[]).map((capability) =>
    t(`accounts:capability.${capability}`),
  )
  return (
    <details className="mt-2 rounded-md border border-line">
      <summary className="flex min-h-11 items-center px-3 text-sm font-medium text-ink hover:bg-hover md:min-h-9">
        {t('accounts:explain.title')}
      </summary>
      <div className="flex flex-col gap-4 border-t border-line p-3">
        <p className="flex items-start gap-1.5">
          <Icon
            className={`mt-0.5 size-4 shrink-0 ${isSame ? 'text-positive' : 'text-critical'}`}
            aria-hidden
          />
          {t(isSame ? 'accounts:explain.same' : 'accounts:explain.different')}
        </p>
        <DataList
          items={[
            { label: t('accounts:explain.decision'), value: formatList(locale, withheld) || '—' },
            { label: t('accounts:explain.at'), value: formatTime(locale, at) },
            { label: t('accounts:explain.policy'), value: policyVersion },
            { label: t('accounts:explain.department'), value: department },
          ]}
        />
        {requirements.map(({ requirementId, deadlineAt, noticesAcceptedAt, clockEntries }) => (
          <div key={requirementId}>
            <p className="font-medium text-ink">{nameOf(requirementId)}</p>
            <ul className="mt-1 list-disc pl-4 text-ink-muted">
              <li>{t('accounts:explain.deadline', { date: formatDate(locale, deadlineAt) })}</li>
              <li>{t('accounts:explain.clock', { count: clockEntries })}</li>
              {noticesAcceptedAt.map((accepted) => (
                <li key={accepted}>{t('accounts:explain.notice', { at: formatTime(locale, accepted) })}</li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </details>
  )
}
