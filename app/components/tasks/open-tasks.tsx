import { Alert } from '#app/components/ui/alert.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import type { AskedExtension, ContactTask, Examination } from '#app/domain/tasks/schemas.ts'
import { documentIn } from '#app/i18n/document-name.ts'
import { formatDay } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface OpenTasksProps {
  contact: ContactTask | null
  extensions: readonly AskedExtension[]
  examination: Examination | null
  /** May this reader handle tasks? */
  editable: boolean
}

/** On the page of an account: what about it waits for an officer. */
export function OpenTasks({ contact, extensions, examination, editable }: OpenTasksProps) {
  const t = useTranslate()
  const locale = useLocale()
  const link = editable && <LinkButton to="/tasks">{t('tasks:contact.bannerLink')}</LinkButton>
  return (
    <>
      {contact && (
        <Alert tone="caution" title={t('tasks:contact.banner')} actions={link}>
          {t('tasks:contact.bannerText')}
        </Alert>
      )}
      {examination && (
        <Alert tone="caution" title={t('tasks:examination.banner')} actions={link}>
          {t(`tasks:examination.${examination.late ? 'bannerLate' : 'bannerText'}`, {
            date: formatDay(locale, examination.examineBy),
          })}
        </Alert>
      )}
      {extensions.map((extension) => (
        <Alert key={extension.id} title={t('tasks:extension.banner')} actions={link}>
          {t('tasks:extension.bannerText', {
            document: documentIn(locale, extension),
            count: extension.days,
            name: extension.askedBy,
          })}
        </Alert>
      ))}
    </>
  )
}
