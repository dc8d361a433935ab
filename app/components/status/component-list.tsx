import { clsx } from 'clsx'
import { COMPONENT_LOOK } from '#app/components/status/tones.ts'
import type { ComponentState, ComponentView, GroupView } from '#app/components/status/types.ts'
import { UptimeStrip } from '#app/components/status/uptime-strip.tsx'
import { uptimeText } from '#app/components/status/words.ts'
import { TONE_TEXT } from '#app/components/ui/tone.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** A component's state: sign, colour and word. */
export function ComponentStateName({ status }: { status: ComponentState }) {
  const t = useTranslate()
  const { tone, icon: Icon } = COMPONENT_LOOK[status]
  return (
    <span className={clsx('inline-flex shrink-0 items-center gap-1.5 text-sm font-medium', TONE_TEXT[tone])}>
      <Icon className="size-4 shrink-0" aria-hidden />
      {t(`status:component.${status}`)}
    </span>
  )
}

/** Every group with its components and their 90 days. */
export function ComponentList({ groups }: { groups: readonly GroupView[] }) {
  const t = useTranslate()
  return groups.map((group) => (
    <section key={group.id} className="flex flex-col gap-2">
      <h3 className="text-sm font-medium text-ink-muted">{group.name ?? t('status:page.otherComponents')}</h3>
      <ComponentRows components={group.components} />
    </section>
  ))
}

/** Components with their 90 days. */
export function ComponentRows({ components }: { components: readonly ComponentView[] }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {components.map(({ id, name, description, status, uptime, days }) => (
        <li key={id} className="flex flex-col gap-3 px-4 py-4 md:px-5">
          <div className="flex items-baseline justify-between gap-4">
            <p className="min-w-0 font-medium break-words text-ink">
              <bdi>{name}</bdi>
              {description && (
                <span className="block text-sm font-normal text-ink-muted">
                  <bdi>{description}</bdi>
                </span>
              )}
            </p>
            <ComponentStateName status={status} />
          </div>
          <UptimeStrip name={name} days={days} note={uptimeText(t, locale, uptime)} />
        </li>
      ))}
    </ul>
  )
}

/** How the figures below the bars come about. */
export function UptimeRule() {
  const t = useTranslate()
  return (
    <details className="text-sm text-ink-muted">
      <summary className="inline-flex min-h-11 items-center rounded-sm underline underline-offset-3 md:min-h-6">
        {t('status:page.uptimeRule')}
      </summary>
      <p className="mt-2 max-w-prose">{t('status:page.uptimeRuleText')}</p>
    </details>
  )
}
