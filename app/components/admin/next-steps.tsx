import { CircleCheck } from 'lucide-react'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface NextStepsProps {
  overview: { accounts: number; administrators: number; invited: number }
}

/** What an administrator should do next, most pressing first; or that there is nothing. */
export function NextSteps({ overview }: NextStepsProps) {
  const t = useTranslate()
  const steps = [
    {
      due: overview.administrators < 2,
      title: t('admin:next.secondAdministrator'),
      text: t('admin:next.secondAdministratorText'),
      to: '/admin/users/new',
      label: t('admin:users.add'),
    },
    {
      due: overview.accounts === 0,
      title: t('admin:next.firstAccounts'),
      text: t('admin:next.firstAccountsText'),
      to: '/admin/accounts/import',
      label: t('admin:import.title'),
    },
    {
      due: overview.invited > 0,
      title: t('admin:next.invited', { count: overview.invited }),
      text: t('admin:next.invitedText'),
      to: '/admin/users?group=invited',
      label: t('admin:next.seeInvited'),
    },
  ].filter(({ due }) => due)
  return (
    <Card title={t('admin:next.title')} flush>
      {steps.length === 0 && (
        <EmptyState icon={CircleCheck} title={t('admin:next.nothing')}>
          {t('admin:next.nothingText')}
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {steps.map((step) => (
          <li key={step.title} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-4 md:px-5">
            <div className="min-w-56 flex-1 text-sm">
              <p className="font-medium text-ink">{step.title}</p>
              <p className="text-ink-muted">{step.text}</p>
            </div>
            <LinkButton to={step.to} className="max-sm:w-full">
              {step.label}
            </LinkButton>
          </li>
        ))}
      </ul>
    </Card>
  )
}
