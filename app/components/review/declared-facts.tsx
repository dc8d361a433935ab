import { formatIban, formatSiren } from '#app/components/accounts/siren.ts'
import { FactList } from '#app/components/review/fact-list.tsx'
import { Badge } from '#app/components/ui/badge.tsx'
import { EmailAddress } from '#app/components/ui/email-address.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { formatDate, formatList } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface DeclaredFactsProps {
  account: {
    id: string
    name: string
    siren: string
    legalForm: 'sole_trader' | 'company' | 'association'
    email: string
    department: string
    risk: 'standard' | 'high'
    regulated: boolean
    declared: {
      representative?: string
      birthDate?: string
      address?: string
      iban?: string
      activity?: string
      owners?: string[]
    }
  }
  /** Whose document it must be; empty when it is about the account. */
  subject: string
}

/** What the account said about itself, in the order in which documents are compared with it. */
export function DeclaredFacts({ account, subject }: DeclaredFactsProps) {
  const t = useTranslate()
  const locale = useLocale()
  const { declared } = account
  const facts = [
    [t('review:declared.subject'), subject],
    [t('review:declared.name'), account.name],
    [t('review:declared.siren'), formatSiren(account.siren)],
    [t('review:declared.legalForm'), t(`accounts:legalForm.${account.legalForm}`)],
    [t('review:declared.representative'), declared.representative],
    [t('review:declared.birthDate'), declared.birthDate && formatDate(locale, declared.birthDate)],
    [t('review:declared.address'), declared.address],
    [t('review:declared.owners'), declared.owners?.length ? formatList(locale, declared.owners) : null],
    [t('review:declared.iban'), declared.iban && formatIban(declared.iban)],
    [t('review:declared.activity'), declared.activity],
    [t('review:declared.email'), account.email && <EmailAddress key="email" address={account.email} />],
    [t('review:declared.department'), account.department],
  ] as const
  return (
    <section className="flex flex-col gap-2" aria-labelledby="declared">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="declared" className="text-sm font-semibold text-ink">
          {t('review:declared.title')}
        </h2>
        <span className="flex gap-1.5">
          {account.risk === 'high' && (
            <Badge tone="caution">
              {t('requests:filter.risk', { value: t('review:declared.riskLevel.high').toLowerCase() })}
            </Badge>
          )}
          {account.regulated && <Badge>{t('review:declared.regulated')}</Badge>}
        </span>
      </div>
      <FactList facts={facts} />
      <p className="text-sm">
        <TextLink to={`/accounts/${account.id}`}>{t('review:declared.seeAccount')}</TextLink>
      </p>
    </section>
  )
}
