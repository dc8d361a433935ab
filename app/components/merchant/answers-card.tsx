import { Card } from '#app/components/ui/card.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { Timeline } from '#app/components/ui/timeline.tsx'
import type { Tone } from '#app/components/ui/tone.ts'
import { formatBytes } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface ShownAnswer {
  id: string
  status: 'submitted' | 'in_review' | 'approved' | 'rejected' | 'superseded'
  submittedAt: Date
  files: {
    id: string
    side: 'front' | 'back' | 'whole'
    name: string
    bytes: number
    state: 'quarantined' | 'kept' | 'refused'
  }[]
  /** Titles of the reasons that were given, and the officer's sentence. */
  reasons: readonly { code: string; title: string }[]
  note: string
}

const TONES: Record<ShownAnswer['status'], Tone> = {
  submitted: 'info',
  in_review: 'info',
  approved: 'positive',
  rejected: 'critical',
  superseded: 'neutral',
}

/** Everything that was sent, newest first, with what became of it. */
export function AnswersCard({ answers, withSides }: { answers: readonly ShownAnswer[]; withSides: boolean }) {
  const t = useTranslate()
  const locale = useLocale()
  if (answers.length === 0) return null
  return (
    <Card title={t('requirements:page.answersTitle')}>
      <Timeline
        entries={answers.map(({ id, status, submittedAt, files, reasons, note }) => ({
          id,
          tone: TONES[status],
          title:
            status === 'superseded' ? t('requirements:page.superseded') : t(`requirements:state.${status}`),
          at: (
            <>
              {t('requirements:page.sent')} · <Time at={submittedAt} />
            </>
          ),
          children: (
            <>
              {reasons.length > 0 && (
                <p>
                  {t('requirements:page.reason', { reasons: reasons.map(({ title }) => title).join(' · ') })}
                </p>
              )}
              {note && <p className="text-ink-muted">{note}</p>}
              <ul className="mt-1 flex flex-col gap-1">
                {files.map((file) => (
                  <li key={file.id} className="min-w-0 break-words">
                    {file.state === 'kept' ? (
                      <TextLink to={`/files/${file.id}`} reloadDocument target="_blank">
                        {file.name}
                        <span className="sr-only"> ({t('newWindow')})</span>
                      </TextLink>
                    ) : (
                      <span>{file.name}</span>
                    )}{' '}
                    <span className="text-ink-muted">
                      {withSides && `${t(`files:side.${file.side}`)} · `}
                      {formatBytes(locale, file.bytes)}
                    </span>
                  </li>
                ))}
              </ul>
            </>
          ),
        }))}
      />
    </Card>
  )
}
