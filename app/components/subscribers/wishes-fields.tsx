import { ChevronDown } from 'lucide-react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { Select } from '#app/components/ui/select.tsx'
import type { Locale } from '#app/i18n/locales.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What can be followed, in the order of the page; names in the reader's language. */
export interface FollowedGroup {
  /** Null for components without a group. */
  readonly name: string | null
  readonly components: readonly { readonly id: string; readonly name: string }[]
}

export interface Wishes {
  readonly locale: Locale
  readonly incidents: boolean
  readonly maintenance: boolean
  /** Empty: all. */
  readonly components: readonly string[]
}

/** What a subscriber wants to hear of: the fields that subscribing and changing have in common. */
export function WishesFields({ wishes, groups }: { wishes: Wishes; groups: readonly FollowedGroup[] }) {
  const t = useTranslate()
  const count = wishes.components.length
  return (
    <>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium text-ink">{t('subscribers:wishes.what')}</legend>
        <Checkbox
          name="incidents"
          label={t('subscribers:wishes.incidents')}
          hint={t('subscribers:wishes.incidentsHint')}
          defaultChecked={wishes.incidents}
        />
        <Checkbox
          name="maintenance"
          label={t('subscribers:wishes.maintenance')}
          hint={t('subscribers:wishes.maintenanceHint')}
          defaultChecked={wishes.maintenance}
        />
      </fieldset>
      {groups.length > 0 && (
        <details className="group rounded-md border border-line" open={count > 0}>
          <summary className="flex min-h-11 cursor-pointer items-center justify-between gap-4 rounded-md px-3 py-2 text-sm hover:bg-hover">
            <span className="font-medium text-ink">{t('subscribers:wishes.components')}</span>
            <span className="flex items-center gap-2 text-ink-muted">
              {count > 0
                ? t('subscribers:wishes.componentsSome', { count })
                : t('subscribers:wishes.componentsAll')}
              <ChevronDown className="size-4 group-open:rotate-180" aria-hidden />
            </span>
          </summary>
          <div className="flex flex-col gap-4 border-t border-line px-3 py-3">
            <p className="text-sm text-ink-muted">{t('subscribers:wishes.componentsHint')}</p>
            {groups.map((group) => (
              <ComponentBoxes key={group.name ?? ''} group={group} chosen={wishes.components} />
            ))}
          </div>
        </details>
      )}
      <Field label={t('subscribers:wishes.locale')}>
        <Select
          name="locale"
          defaultValue={wishes.locale}
          options={[
            { value: 'fr', label: t('language.fr') },
            { value: 'en', label: t('language.en') },
          ]}
        />
      </Field>
    </>
  )
}

function ComponentBoxes({ group, chosen }: { group: FollowedGroup; chosen: readonly string[] }) {
  const t = useTranslate()
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium text-ink-muted">
        {group.name ?? t('subscribers:wishes.others')}
      </legend>
      <div className="grid gap-x-6 sm:grid-cols-2">
        {group.components.map(({ id, name }) => (
          <Checkbox key={id} name="components" value={id} label={name} defaultChecked={chosen.includes(id)} />
        ))}
      </div>
    </fieldset>
  )
}
