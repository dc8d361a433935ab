import { formatIban } from '#app/components/accounts/siren.ts'
import { FactList } from '#app/components/review/fact-list.tsx'
import { CorrectAddressDialog } from '#app/components/tasks/contact-list.tsx'
import { Badge } from '#app/components/ui/badge.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmailAddress } from '#app/components/ui/email-address.tsx'
import type { AccountFile, AccountMember } from '#app/domain/accounts/schemas.ts'
import { formatDate, formatList } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

const ACCESS_TONE = { active: 'positive', invited: 'caution', disabled: 'neutral' } as const

/** Who receives what we write to the account. */
export function MembersCard({
  accountId,
  members,
  editable,
}: {
  accountId: string
  members: readonly AccountMember[]
  /** May this reader correct an address? */
  editable: boolean
}) {
  const t = useTranslate()
  return (
    <Card title={t('accounts:members.title')}>
      {members.length === 0 && <p className="text-sm text-ink-muted">{t('accounts:members.none')}</p>}
      <ul className="flex flex-col gap-2.5 text-sm">
        {members.map(({ id, name, email, access }) => (
          <li key={id} className="flex flex-col items-start gap-1">
            <span className="flex w-full items-start justify-between gap-3">
              <span className="min-w-0 break-words text-ink">{name}</span>
              <Badge tone={ACCESS_TONE[access]}>{t(`accounts:members.access.${access}`)}</Badge>
            </span>
            <span className="text-ink-muted">
              <EmailAddress address={email} />
            </span>
            {editable && access !== 'disabled' && (
              <CorrectAddressDialog
                accountId={accountId}
                member={{ userId: id, name, email }}
                returnTo={`/accounts/${accountId}`}
              />
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** What the account declared about itself. */
export function IdentityCard({ account }: Pick<AccountFile, 'account'>) {
  const t = useTranslate()
  const locale = useLocale()
  const { declared } = account
  const facts = [
    [t('review:declared.legalForm'), t(`accounts:legalForm.${account.legalForm}`)],
    [t('accounts:contact'), account.email && <EmailAddress key="email" address={account.email} />],
    [t('review:declared.representative'), declared.representative],
    [t('review:declared.address'), declared.address],
    [t('review:declared.owners'), declared.owners?.length ? formatList(locale, declared.owners) : undefined],
    [t('review:declared.iban'), declared.iban && formatIban(declared.iban)],
    [t('review:declared.activity'), declared.activity],
    [t('accounts:department'), account.department],
    [t('review:declared.risk'), t(`review:declared.riskLevel.${account.risk}`)],
    [t('accounts:since'), formatDate(locale, account.createdAt)],
    [t('accounts:closedOn'), account.closedAt && formatDate(locale, account.closedAt)],
  ] as const
  return (
    <Card title={t('review:declared.title')}>
      <FactList facts={facts} />
    </Card>
  )
}
