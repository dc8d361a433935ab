import { formErrors, type RefusedForm, wishesAsTyped } from '#app/components/subscribers/subscribe-form.tsx'
import { type FollowedGroup, type Wishes, WishesFields } from '#app/components/subscribers/wishes-fields.tsx'
import { Button } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface ManageSubscriptionProps {
  wishes: Wishes
  groups: readonly FollowedGroup[]
  refused?: RefusedForm
}

/** Change a running subscription, or stop it. */
export function ManageSubscription({ wishes, groups, refused }: ManageSubscriptionProps) {
  const t = useTranslate()
  const typed = refused?.result.initialValue
  return (
    <>
      <Card>
        <form method="post" className="flex flex-col gap-5" noValidate>
          <FormErrors messages={formErrors(refused)} />
          <WishesFields wishes={typed ? wishesAsTyped(typed, wishes.locale) : wishes} groups={groups} />
          <div>
            <Button type="submit" name="intent" value="change" variant="primary" className="max-sm:w-full">
              {t('subscribers:manage.save')}
            </Button>
          </div>
        </form>
      </Card>
      <Card title={t('subscribers:manage.stopTitle')}>
        <form method="post" className="flex flex-col items-start gap-4">
          <p className="text-sm text-ink-muted">{t('subscribers:manage.stopText')}</p>
          <Button type="submit" name="intent" value="stop" className="max-sm:w-full">
            {t('subscribers:manage.stop')}
          </Button>
        </form>
      </Card>
    </>
  )
}

/** A subscription that is not running, and the way back. */
export function StoppedSubscription({ text }: { text: string }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Card>
      <div className="flex flex-col items-start gap-4">
        <p className="max-w-full text-sm break-words text-ink">{text}</p>
        <LinkButton to={`/status/subscribe?lang=${locale}`} className="max-sm:w-full">
          {t('subscribers:manage.resubscribe')}
        </LinkButton>
      </div>
    </Card>
  )
}
