import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface Counts {
  restricted: number
  suspended: number
}

interface SwitchOnCardProps {
  version: number
  revision: number
  now: Counts
  later: Counts
  /** False where the draft says nothing new, or another version came into force. */
  canSwitchOn: boolean
}

/** Puts the draft in force, once the reader has confirmed the numbers. */
export function SwitchOnCard({ version, revision, now, later, canSwitchOn }: SwitchOnCardProps) {
  const t = useTranslate()
  const locale = useLocale()
  const figure = (count: number) => formatNumber(locale, count)
  return (
    <Card
      title={t('policy:future.title')}
      footer={
        <>
          <LinkButton to={`/admin/policy/${version}`}>{t('policy:effect.back')}</LinkButton>
          {canSwitchOn && (
            <ConfirmDialog
              trigger={t('policy:effect.switchOn')}
              triggerVariant="primary"
              title={t('policy:effect.switchOnTitle', { version })}
              description={t('policy:effect.switchOnText', {
                restricted: figure(now.restricted),
                suspended: figure(now.suspended),
                restrictedLater: figure(later.restricted),
                suspendedLater: figure(later.suspended),
              })}
              confirmLabel={t('policy:effect.switchOn')}
              fields={{ revision: String(revision) }}
            />
          )}
        </>
      }
    >
      <div className="flex max-w-3xl flex-col gap-2 text-sm text-ink-muted">
        <p>{t('policy:future.text')}</p>
        <p>{t('policy:effect.whoReleases')}</p>
      </div>
    </Card>
  )
}
