import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Textarea } from '#app/components/ui/textarea.tsx'
import type { AskedExtension } from '#app/domain/tasks/schemas.ts'
import { documentIn } from '#app/i18n/document-name.ts'
import { formatDate } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** Long extensions that a second officer decides on; the one who asked can take them back. */
export function ExtensionList({ extensions }: { extensions: readonly AskedExtension[] }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Card title={t('tasks:extension.title')} lead={t('tasks:extension.lead')} flush>
      <ul className="divide-y divide-line">
        {extensions.map((extension) => (
          <li
            key={extension.id}
            className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-4 py-4 text-sm md:px-5"
          >
            <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1">
              <TextLink to={`/accounts/${extension.accountId}`} className="self-start">
                {extension.accountName}
              </TextLink>
              <p className="text-ink">
                {documentIn(locale, extension)}
                {' · '}
                <span className="tabular font-medium">
                  {t('tasks:extension.days', { count: extension.days })}
                </span>
              </p>
              <p className="text-ink-muted">
                {extension.deadlineAt
                  ? t('tasks:extension.deadline', { date: formatDate(locale, extension.deadlineAt) })
                  : t('tasks:extension.paused')}
              </p>
              <p className="whitespace-pre-line text-ink">{extension.reason}</p>
              <p className="text-ink-muted">
                {extension.isOwn
                  ? t('tasks:extension.own')
                  : t('tasks:extension.by', {
                      name: extension.askedBy,
                      date: formatDate(locale, extension.askedAt),
                    })}
              </p>
            </div>
            <Decisions extension={extension} document={documentIn(locale, extension)} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Decisions({ extension, document }: { extension: AskedExtension; document: string }) {
  const t = useTranslate()
  const { id: extensionId } = extension
  if (extension.isOwn) {
    return (
      <ConfirmDialog
        trigger={t('tasks:extension.withdraw')}
        triggerSize="small"
        title={t('tasks:extension.withdrawTitle', { document })}
        description={t('tasks:extension.withdrawWhy')}
        confirmLabel={t('tasks:extension.withdraw')}
        fields={{ intent: 'withdraw', extensionId }}
      />
    )
  }
  return (
    <div className="flex flex-wrap gap-1.5">
      <ConfirmDialog
        trigger={t('tasks:extension.confirm')}
        triggerSize="small"
        triggerVariant="primary"
        title={t('tasks:extension.confirmTitle', { document })}
        description={`${t('tasks:extension.days', { count: extension.days })}. ${t('tasks:extension.confirmWhy')}`}
        confirmLabel={t('tasks:extension.confirm')}
        fields={{ intent: 'confirm', extensionId }}
      />
      <ConfirmDialog
        trigger={t('tasks:extension.refuse')}
        triggerSize="small"
        title={t('tasks:extension.refuseTitle', { document })}
        description={t('tasks:extension.refuseWhy')}
        confirmLabel={t('tasks:extension.refuse')}
        fields={{ intent: 'refuse', extensionId }}
      >
        <Field label={t('accounts:act.reason')}>
          <Textarea name="note" rows={2} required maxLength={500} />
        </Field>
      </ConfirmDialog>
    </div>
  )
}
