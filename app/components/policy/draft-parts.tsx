import { Alert } from '#app/components/ui/alert.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface DraftActionsProps {
  /** The draft's own page. */
  url: string
  revision: number
  /** False while it says nothing new, or cannot be switched on any more. */
  canSwitchOn: boolean
}

/** What can be done with a draft as a whole. */
export function DraftActions({ url, revision, canSwitchOn }: DraftActionsProps) {
  const t = useTranslate()
  return (
    <>
      <ConfirmDialog
        trigger={t('policy:draft.discard')}
        title={t('policy:draft.discardTitle')}
        description={t('policy:draft.discardText')}
        confirmLabel={t('policy:draft.discard')}
        action={url}
        fields={{ revision: String(revision) }}
        danger
      />
      {canSwitchOn && (
        <LinkButton to={`${url}/effect`} variant="primary">
          {t('policy:draft.effect')}
        </LinkButton>
      )}
    </>
  )
}

/** Says that another version came into force since the draft was begun, and what to do. */
export function StaleAlert({ basedOn }: { basedOn: number | null }) {
  const t = useTranslate()
  return (
    <Alert tone="caution" title={t('policy:draft.stale', { version: basedOn })}>
      {t('policy:draft.staleText')}
    </Alert>
  )
}
