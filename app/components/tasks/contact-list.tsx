import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { EmailAddress } from '#app/components/ui/email-address.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Textarea } from '#app/components/ui/textarea.tsx'
import type { ContactTask } from '#app/domain/tasks/schemas.ts'
import { formatDate } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

type Member = ContactTask['members'][number]

/** Accounts that no mail reaches: whom we wrote to, what the mail server said, and what can be done. */
export function ContactList({ tasks }: { tasks: readonly ContactTask[] }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Card title={t('tasks:contact.title')} lead={t('tasks:contact.lead')} flush>
      <ul className="divide-y divide-line">
        {tasks.map((task) => (
          <li key={task.id} className="flex flex-col gap-3 px-4 py-4 text-sm md:px-5">
            <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
              <div className="min-w-0">
                <TextLink to={`/accounts/${task.accountId}`}>{task.accountName}</TextLink>
                <p className="text-ink-muted">
                  {t('tasks:contact.since', {
                    notice: t(`tasks:contact.notice.${task.noticeKind}`),
                    date: formatDate(locale, task.openedAt),
                  })}
                </p>
              </div>
              <ReachedDialog task={task} />
            </div>
            {task.members.length === 0 && <p className="text-ink">{t('tasks:contact.nobody')}</p>}
            <ul className="flex flex-col gap-2">
              {task.members.map((member) => (
                <li
                  key={member.userId}
                  className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 rounded-md bg-sunken px-3 py-2.5"
                >
                  <MemberLine member={member} />
                  <CorrectAddressDialog accountId={task.accountId} member={member} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function MemberLine({ member: { name, address, email, status, response } }: { member: Member }) {
  const t = useTranslate()
  return (
    <div className="min-w-0 flex-1 basis-64">
      <p className="text-ink">
        {name}{' '}
        <span className="text-ink-muted">
          · <EmailAddress address={address ?? email} />
        </span>
      </p>
      {status === null && <p className="text-ink-muted">{t('tasks:contact.notWritten')}</p>}
      {(status === 'queued' || status === 'sending') && (
        <p className="text-ink-muted">{t('tasks:contact.waiting')}</p>
      )}
      {status === 'failed' &&
        (response ? (
          <p className="text-ink-muted">
            <span className="sr-only">{t('tasks:contact.answer')} </span>
            <code className="text-xs [overflow-wrap:anywhere] text-critical">{response}</code>
          </p>
        ) : (
          <p className="text-ink-muted">{t('tasks:contact.noAnswer')}</p>
        ))}
      {address !== null && address !== email && (
        <p className="text-ink-muted [overflow-wrap:anywhere]">{t('tasks:contact.corrected', { email })}</p>
      )}
    </div>
  )
}

/** Asks for the address that works. Sent to the page of tasks, and back to where it was opened. */
export function CorrectAddressDialog({
  accountId,
  member,
  returnTo,
}: {
  accountId: string
  member: Pick<Member, 'userId' | 'name' | 'email'>
  returnTo?: string
}) {
  const t = useTranslate()
  return (
    <ConfirmDialog
      trigger={t('tasks:contact.correct')}
      triggerSize="small"
      title={t('tasks:contact.correctTitle', { name: member.name })}
      description={t('tasks:contact.correctWhy')}
      confirmLabel={t('tasks:contact.correct')}
      action="/tasks"
      fields={{ intent: 'correct', accountId, userId: member.userId, ...(returnTo && { returnTo }) }}
    >
      <Field label={t('tasks:contact.email')}>
        <Input name="email" type="email" defaultValue={member.email} required maxLength={254} />
      </Field>
    </ConfirmDialog>
  )
}

function ReachedDialog({ task }: { task: ContactTask }) {
  const t = useTranslate()
  return (
    <ConfirmDialog
      trigger={t('tasks:contact.reached')}
      triggerSize="small"
      title={t('tasks:contact.reachedTitle', { account: task.accountName })}
      description={t('tasks:contact.reachedWhy')}
      confirmLabel={t('tasks:contact.reached')}
      fields={{ intent: 'reached', taskId: task.id }}
    >
      <Field label={t('tasks:contact.note')}>
        <Textarea name="note" rows={3} required maxLength={1000} />
      </Field>
    </ConfirmDialog>
  )
}
