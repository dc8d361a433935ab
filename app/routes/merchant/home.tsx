import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { CircleCheck } from 'lucide-react'
import { CapabilityCard } from '#app/components/merchant/capability-card.tsx'
import { DueSection } from '#app/components/merchant/due-section.tsx'
import { UnreachedAlert } from '#app/components/merchant/unreached-alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { refusedAddresses } from '#app/domain/contacts/refused-addresses.ts'
import { notFound } from '#app/domain/errors.ts'
import { type ListedRequirement, listDue } from '#app/domain/requirements/list-due.ts'
import { willIBePaid } from '#app/domain/requirements/will-i-be-paid.ts'
import { loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

const DONE_SHOWN = 3

export const loader = guardedLoader('submission:send', async ({ ctx, user, locale, services, t }) => {
  const { accountId } = user.actor
  if (!accountId) throw notFound()
  const due = await listDue(ctx, accountId)
  const service = services.snapshot.current()?.status.capabilities ?? []
  const shown = (list: ListedRequirement[]) =>
    list.map(({ nameFr, nameEn, ...one }) => ({ ...one, name: locale === 'en' ? nameEn : nameFr }))
  return {
    title: t('requirements:home.title'),
    accountName: user.accountName ?? '',
    supportEmail: services.provider.supportEmail,
    refusedAt: await refusedAddresses(ctx, accountId),
    answers: await willIBePaid(ctx, accountId, { due, service }),
    todo: shown([...due.past_due, ...due.currently_due]),
    withUs: shown(due.pending_verification),
    later: shown(due.eventually_due),
    done: shown(due.satisfied.slice(0, DONE_SHOWN)),
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function HomePage() {
  const t = useTranslate()
  const { accountName, supportEmail, refusedAt, answers, todo, withUs, later, done } =
    useLoaderData<typeof loader>()
  const nothing = todo.length + withUs.length + later.length === 0
  return (
    <>
      <PageHeader title={accountName} lead={t('requirements:home.lead')} />
      {refusedAt.length > 0 && (
        <UnreachedAlert addresses={refusedAt} accountName={accountName} supportEmail={supportEmail} />
      )}
      <div className="grid gap-4 md:grid-cols-2">
        {answers.map((answer) => (
          <CapabilityCard key={answer.capability} {...answer} supportEmail={supportEmail} />
        ))}
      </div>
      <DueSection title={t('requirements:home.todo')} lead={t('requirements:home.todoLead')} items={todo} />
      <DueSection
        title={t('requirements:home.withUs')}
        lead={t('requirements:home.withUsLead')}
        items={withUs}
      />
      <DueSection
        title={t('requirements:home.later')}
        lead={t('requirements:home.laterLead')}
        items={later}
      />
      {nothing && (
        <Card>
          <EmptyState icon={CircleCheck} title={t('requirements:home.nothing')}>
            {t('requirements:home.nothingText')}
          </EmptyState>
        </Card>
      )}
      <DueSection title={t('requirements:home.done')} items={done} />
      {done.length > 0 && (
        <p className="text-sm">
          <TextLink to="/history">{t('requirements:home.allHistory')}</TextLink>
        </p>
      )}
    </>
  )
}
