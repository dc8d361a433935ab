import { Reason } from '#app/components/accounts/capabilities-card.tsx'
import type { OpenRequirement } from '#app/components/accounts/due-card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import type { AccountFile } from '#app/domain/accounts/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface EndDialogProps {
  account: Pick<AccountFile['account'], 'name' | 'closedAt'>
  /** What is asked of it. */
  open: readonly Pick<OpenRequirement, 'bucket'>[]
  /** Officers or keys withhold something. */
  isWithheld: boolean
}

/** Closes the account, or reopens it: what will happen, and why it is done. */
export function EndDialog({ account, open, isWithheld }: EndDialogProps) {
  const t = useTranslate()
  const underReview = open.filter(({ bucket }) => bucket === 'pending_verification').length
  const act = account.closedAt ? 'reopen' : 'close'
  const follows = account.closedAt
    ? [isWithheld ? t('accounts:end.withheld') : t('accounts:end.works'), t('accounts:end.asked')]
    : [
        t('accounts:end.stops'),
        open.length > 0 && t('accounts:end.cancelled', { count: open.length }),
        underReview > 0 && t('accounts:end.underReview', { count: underReview }),
      ]
  return (
    <ConfirmDialog
      key={act}
      trigger={t(`accounts:end.${act}`)}
      title={t(`accounts:end.${act}Title`, { account: account.name })}
      description={[...follows, t('accounts:end.told')].filter(Boolean).join(' ')}
      confirmLabel={t(`accounts:end.${act}`)}
      danger={act === 'close'}
      fields={{ intent: act }}
    >
      <Reason />
    </ConfirmDialog>
  )
}
