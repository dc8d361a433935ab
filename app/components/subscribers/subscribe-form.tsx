import { type FollowedGroup, type Wishes, WishesFields } from '#app/components/subscribers/wishes-fields.tsx'
import { Button } from '#app/components/ui/button.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { errorText } from '#app/i18n/field-errors.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What the action said of a form that it did not take: fields as typed, with what to mend. */
export interface RefusedForm {
  readonly result: {
    readonly initialValue?: Record<string, unknown> | null
    readonly error?: Record<string, string[] | null> | null
  }
}

interface SubscribeFormProps {
  /** Language of the page, which the messages begin with. */
  locale: Locale
  groups: readonly FollowedGroup[]
  refused?: RefusedForm
}

/** The first step of a subscription. A plain form, so that it also works where no router and no script is. */
export function SubscribeForm({ locale, groups, refused }: SubscribeFormProps) {
  const t = useTranslate()
  const typed = refused?.result.initialValue
  const code = refused?.result.error?.email?.[0]
  const wishes = typed ? wishesAsTyped(typed, locale) : everything(locale)
  return (
    <form
      method="post"
      action={`/status/subscribe?lang=${locale}`}
      className="flex flex-col gap-5"
      noValidate
    >
      <FormErrors messages={formErrors(refused)} />
      <Field
        label={t('subscribers:subscribe.email')}
        hint={t('subscribers:subscribe.emailHint')}
        error={code && errorText(t, code)}
      >
        <Input
          type="email"
          name="email"
          autoComplete="email"
          inputMode="email"
          maxLength={254}
          required
          defaultValue={typeof typed?.email === 'string' ? typed.email : ''}
        />
      </Field>
      <WishesFields wishes={wishes} groups={groups} />
      <div>
        <Button type="submit" variant="primary" className="max-sm:w-full">
          {t('subscribers:subscribe.submit')}
        </Button>
      </div>
    </form>
  )
}

const everything = (locale: Locale): Wishes => ({
  locale,
  incidents: true,
  maintenance: true,
  components: [],
})

/** What is wrong with the form as a whole. */
export const formErrors = (refused: RefusedForm | undefined): readonly string[] =>
  refused?.result.error?.[''] ?? []

/** The wishes as a refused form held them. */
export function wishesAsTyped(typed: Record<string, unknown>, locale: Locale): Wishes {
  const { components } = typed
  const chosen = Array.isArray(components) ? components : [components]
  return {
    locale: typed.locale === 'fr' || typed.locale === 'en' ? typed.locale : locale,
    incidents: typed.incidents === 'on',
    maintenance: typed.maintenance === 'on',
    components: chosen.filter((id): id is string => typeof id === 'string'),
  }
}
