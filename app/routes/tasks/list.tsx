import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ListTodo } from 'lucide-react'
import { ContactList } from '#app/components/tasks/contact-list.tsx'
import { ExaminationList } from '#app/components/tasks/examination-list.tsx'
import { ExtensionList } from '#app/components/tasks/extension-list.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { Refusal } from '#app/components/ui/refusal.tsx'
import { HeldBanner } from '#app/components/upcoming/held-banner.tsx'
import { heldAccounts } from '#app/domain/breaker/read-held-batch.ts'
import { listContactTasks } from '#app/domain/contacts/list-contact-tasks.ts'
import { listExtensions } from '#app/domain/extensions/list-extensions.ts'
import { listExaminations } from '#app/domain/restrictions/list-examinations.ts'
import { actOnTask } from '#app/domain/tasks/act-on-task.ts'
import { taskActionSchema } from '#app/domain/tasks/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, safeReturn } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What waits for an officer: first what holds everybody up, then single accounts. */
export const loader = guardedLoader('task:handle', async ({ ctx, url, t }) => {
  const after = url.searchParams.get('after')
  const { tasks, next } = await listContactTasks(ctx, { after })
  return {
    title: t('tasks:title'),
    held: await heldAccounts(ctx),
    contacts: tasks,
    extensions: after ? [] : await listExtensions(ctx),
    examinations: after ? [] : await listExaminations(ctx),
    next: next && `/tasks?after=${next}`,
    first: after ? '/tasks' : null,
  }
})

export const action = guardedAction('task:handle', (args) =>
  submitForm(args, taskActionSchema, async (input) => {
    await actOnTask(args.ctx, input)
    const message = args.t(`tasks:done.${input.intent}`)
    return redirectWithToast(safeReturn(input.returnTo, '/tasks'), { kind: 'success', message })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function TasksPage() {
  const t = useTranslate()
  const { title, held, contacts, extensions, examinations, next, first } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const nothing = held === 0 && contacts.length + extensions.length + examinations.length === 0
  return (
    <>
      <PageHeader title={title} lead={t('tasks:lead')} />
      <Refusal answer={answer ?? null} />
      {held > 0 && <HeldBanner accounts={held} />}
      {examinations.length > 0 && <ExaminationList examinations={examinations} />}
      {contacts.length > 0 && <ContactList tasks={contacts} />}
      {extensions.length > 0 && <ExtensionList extensions={extensions} />}
      {nothing && (
        <Card>
          <EmptyState icon={ListTodo} title={t('tasks:none')}>
            {t('tasks:noneWhy')}
          </EmptyState>
        </Card>
      )}
      <Pagination first={first} next={next} />
    </>
  )
}
