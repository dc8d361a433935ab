import { Card } from '#app/components/ui/card.tsx'
import { CopyField } from '#app/components/ui/copy-field.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** A new signing secret, shown this once. */
export function ShownSecret({ secret, doneUrl }: { secret: string; doneUrl: string }) {
  const t = useTranslate()
  return (
    <Card
      className="max-w-2xl"
      footer={
        <LinkButton to={doneUrl} variant="primary">
          {t('webhooks:made.done')}
        </LinkButton>
      }
    >
      <div className="flex flex-col gap-3">
        <CopyField label={t('webhooks:made.secret')} value={secret} />
        <p className="text-sm text-ink-muted">{t('webhooks:made.check')}</p>
      </div>
    </Card>
  )
}
