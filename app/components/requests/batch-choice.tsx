import { deadlineWords, whatWords, whomWords } from '#app/components/requests/choice-words.ts'
import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import type { AskableType, BatchReport } from '#app/domain/requests/schemas.ts'
import { formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface BatchChoiceProps {
  batch: BatchReport
  types: readonly AskableType[]
  /** Of the policy, while the batch is not confirmed. */
  usualDays?: number
}

/** What is asked, of whom, by when and by which officer. */
export function BatchChoice({ batch, types, usualDays }: BatchChoiceProps) {
  const t = useTranslate()
  const locale = useLocale()
  const by = (name: string, at: Date | string) =>
    t('requests:choice.byAt', { name, at: formatTime(locale, at) })
  return (
    <Card
      title={t('requests:choice.title')}
      actions={
        batch.status === 'prepared' && (
          <LinkButton to={`/requests/new?from=${batch.id}`} size="small">
            {t('requests:choice.edit')}
          </LinkButton>
        )
      }
    >
      <DataList
        items={[
          { label: t('requests:choice.what'), value: whatWords(t, locale, batch) },
          {
            label: t('requests:choice.whom'),
            value: (
              <ul>
                {whomWords(t, locale, batch, types).map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            ),
          },
          { label: t('requests:choice.deadline'), value: deadlineWords(t, locale, batch, usualDays) },
          ...(batch.message ? [{ label: t('requests:choice.message'), value: words(batch.message) }] : []),
          ...(batch.why ? [{ label: t('requests:choice.why'), value: words(batch.why) }] : []),
          { label: t('requests:choice.madeBy'), value: by(batch.createdBy, batch.createdAt) },
          ...(batch.startedBy && batch.startedAt
            ? [{ label: t('requests:choice.startedBy'), value: by(batch.startedBy, batch.startedAt) }]
            : []),
        ]}
      />
    </Card>
  )
}

const words = (text: string) => <span className="whitespace-pre-line">{text}</span>
