import { Form } from '@remix-run/react'
import { Equal } from 'lucide-react'
import { ChangeList } from '#app/components/policy/change-list.tsx'
import { Button } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { Select } from '#app/components/ui/select.tsx'
import type { PolicyChange } from '#app/domain/policy/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface CompareCardProps {
  changes: readonly PolicyChange[]
  version: number
  /** The version compared with. */
  other: number
  /** Those that could be compared with instead. */
  others: readonly number[]
  isDraft: boolean
}

/** What a version changes; one that was in force can be compared with any other. */
export function CompareCard({ changes, version, other, others, isDraft }: CompareCardProps) {
  const t = useTranslate()
  const choices = others.includes(other) ? others : [other, ...others]
  const compared = t('policy:compare.changes', {
    from: Math.min(version, other),
    to: Math.max(version, other),
  })
  return (
    <Card
      title={isDraft ? t('policy:draft.changes') : compared}
      lead={isDraft ? t('policy:draft.changesFrom', { version: other }) : undefined}
    >
      {changes.length > 0 ? (
        <ChangeList changes={changes} />
      ) : (
        <EmptyState icon={Equal} title={t(isDraft ? 'policy:draft.nothing' : 'policy:compare.none')}>
          {t(isDraft ? 'policy:draft.nothingText' : 'policy:compare.noneText')}
        </EmptyState>
      )}
      {!isDraft && others.length > 0 && (
        <Form className="mt-5 flex flex-wrap items-end gap-3 border-t border-line pt-4">
          <Field label={t('policy:compare.with')} className="max-sm:w-full">
            <Select
              key={other}
              name="with"
              defaultValue={String(other)}
              options={choices.map((choice) => ({
                value: String(choice),
                label: t('policy:version', { version: choice }),
              }))}
            />
          </Field>
          <Button type="submit" className="max-sm:w-full">
            {t('policy:compare.show')}
          </Button>
        </Form>
      )}
    </Card>
  )
}
