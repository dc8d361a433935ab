import { CircleCheck } from 'lucide-react'
import { CapabilityCard } from '#app/components/merchant/capability-card.tsx'
import { ClosedSince } from '#app/components/merchant/closed-since.tsx'
import { type DueItem, DueSection } from '#app/components/merchant/due-section.tsx'
import { OutageAlert } from '#app/components/merchant/outage-alert.tsx'
import { UnreachedAlert } from '#app/components/merchant/unreached-alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import type { PaidAnswer } from '#app/domain/home/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export interface MerchantHomeProps {
  accountName: string
  supportEmail: string
  /** Addresses of members that our mails do not reach. */
  refusedAt: readonly string[]
  /** Sending may fail, and there is something to send. */
  outageRuns: boolean
  answers: readonly PaidAnswer[]
  todo: readonly DueItem[]
  withUs: readonly DueItem[]
  later: readonly DueItem[]
  done: readonly DueItem[]
}

/** What a merchant sees first. */
export function MerchantHome(props: MerchantHomeProps) {
  const t = useTranslate()
  const { accountName, supportEmail, refusedAt, outageRuns, answers, todo, withUs, later, done } = props
  const closedSince = answers.find(({ answer }) => answer === 'closed')?.since
  const nothing = todo.length + withUs.length + later.length === 0
  return (
    <>
      <PageHeader
        title={accountName}
        lead={
          closedSince ? (
            <ClosedSince at={closedSince} supportEmail={supportEmail} />
          ) : (
            t('requirements:home.lead')
          )
        }
      />
      {refusedAt.length > 0 && (
        <UnreachedAlert addresses={refusedAt} accountName={accountName} supportEmail={supportEmail} />
      )}
      {outageRuns && <OutageAlert />}
      <div className="grid gap-4 md:grid-cols-2">
        {answers.map((answer) => (
          <CapabilityCard
            key={answer.capability}
            {...answer}
            later={later.length > 0}
            supportEmail={supportEmail}
          />
        ))}
      </div>
      <DueSection title={t('requirements:home.todo')} lead={t('requirements:home.todoLead')} items={todo} />
      <DueSection
        title={t('requirements:home.withUs')}
        lead={t('requirements:home.withUsLead')}
        items={withUs}
        supportEmail={supportEmail}
      />
      <DueSection
        title={t('requirements:home.later')}
        lead={t('requirements:home.laterLead')}
        items={later}
      />
      {nothing && !closedSince && (
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
