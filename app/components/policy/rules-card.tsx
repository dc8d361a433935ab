import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import {
  answerWords,
  breakerWords,
  deadlineWords,
  examineWords,
  floorWords,
  type Rung,
  reminderWords,
  renewalWords,
  reviewWords,
  rungWhat,
  rungWhen,
} from '#app/i18n/policy-words.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** The rules of a version in plain words, the ladder as the steps that an account goes through. */
export function RulesCard({ rules, actions }: { rules: PolicyRules; actions?: ReactNode }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Card title={t('policy:words.title')} actions={actions}>
      <div className="flex flex-col gap-5">
        <DataList
          items={[
            { label: t('policy:words.deadline'), value: deadlineWords(t, rules.deadlineDays) },
            { label: t('policy:words.reminders'), value: reminderWords(t, locale, rules.reminderDays) },
            { label: t('policy:words.floor'), value: floorWords(t, rules.floorDays) },
          ]}
        />
        <Ladder ladder={rules.ladder} />
        <DataList
          items={[
            { label: t('policy:words.breaker'), value: breakerWords(t, locale, rules.breaker) },
            { label: t('policy:words.renewal'), value: renewalWords(t, rules.renewal) },
            { label: t('policy:words.review'), value: reviewWords(t, rules.renewal) },
            { label: t('policy:words.answer'), value: answerWords(t, rules.promises.answerBusinessDays) },
            { label: t('policy:words.examine'), value: examineWords(t, rules.promises.examineBusinessDays) },
          ]}
        />
      </div>
    </Card>
  )
}

const withoutGrace = ({ after }: Rung) => ('businessDays' in after ? after.businessDays : after.days) === 0

function Ladder({ ladder }: { ladder: readonly Rung[] }) {
  const t = useTranslate()
  const grace = {
    when: t('policy:ladder.deadline'),
    what: t('policy:ladder.deadlineText'),
    dot: 'bg-line-control',
  }
  const steps = [
    ...(ladder[0] && withoutGrace(ladder[0]) ? [] : [grace]),
    ...ladder.map((rung, index) => ({
      when: rungWhen(t, rung, index),
      what: rungWhat(t, rung),
      dot: rung.withhold.includes('payments') ? 'bg-critical' : 'bg-caution',
    })),
  ]
  return (
    <div className="rounded-md border border-line bg-sunken p-4">
      <h3 className="text-sm font-medium text-ink">{t('policy:words.ladder')}</h3>
      <ol className="mt-3 flex flex-col md:flex-row">
        {steps.map(({ when, what, dot }, index) => (
          <li key={when} className="relative flex-1 pb-4 pl-6 last:pb-0 md:pt-5 md:pr-5 md:pb-0 md:pl-0">
            {index < steps.length - 1 && (
              <span
                className="absolute top-2 bottom-0 left-[0.3125rem] w-px bg-line-strong md:inset-x-0 md:top-[0.3125rem] md:bottom-auto md:h-px md:w-auto"
                aria-hidden
              />
            )}
            <span
              className={clsx('absolute top-1 left-0 size-[0.6875rem] rounded-full md:top-0', dot)}
              aria-hidden
            />
            <p className="text-sm font-medium text-ink">{when}</p>
            <p className="text-sm text-ink-muted">{what}</p>
          </li>
        ))}
      </ol>
      <p className="mt-4 max-w-2xl text-sm text-ink-muted">{t('policy:ladder.note')}</p>
    </div>
  )
}
