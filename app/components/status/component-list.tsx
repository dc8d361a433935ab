import { clsx } from 'clsx'
import { COMPONENT_LOOK } from '#app/components/status/tones.ts'
import type { ComponentState, ComponentView, GroupView } from '#app/components/status/types.ts'
import { UptimeStrip } from '#app/components/status/uptime-strip.tsx'
import { TONE_TEXT } from '#app/components/ui/tone.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** A component's state: sign, colour and word. */
export function ComponentStateName({ status }: { status: ComponentState }) {
  const t = useTranslate()
  const { tone, icon: Icon } = COMPONENT_LOOK[status]
  return (
    <span className={clsx('inline-flex shrink-0 items-center gap-1.5 text-sm font-medium', TONE_TEXT[tone])}>
      <Icon className="size-4 shrink-0" strokeWidth={2} aria-hidden />
      {t(`status:component.${status}`)}
    </span>
  )
}

/** Every group with its components and their 90 days. */
export function ComponentList({ groups }: { groups: readonly GroupView[] }) {
  const t = useTranslate()
  return (
    <section className="flex flex-col gap-6" aria-labelledby="components">
      <h2 id="components" className="text-lg font-semibold text-ink">
        {t('status:page.components')}
      </h2>
      {groups.map((group) => (
        <section key={group.id} className="flex flex-col gap-2">
          <h3 className="text-sm font-medium text-ink-muted">
            {group.name ?? t('status:page.otherComponents')}
          </h3>
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface shadow-low">
            {group.components.map((component) => (
              <ComponentRow key={component.id} component={component} />
            ))}
          </ul>
        </section>
      ))}
      <Legend />
    </section>
  )
}

function ComponentRow({ component }: { component: ComponentView }) {
  return (
    <li className="flex flex-col gap-3 px-4 py-4 md:px-5">
      <div className="flex items-baseline justify-between gap-4">
        <p className="min-w-0 text-base font-medium text-ink">
          <bdi>{component.name}</bdi>
          {component.description && (
            <span className="block text-sm font-normal text-ink-muted">
              <bdi>{component.description}</bdi>
            </span>
          )}
        </p>
        <ComponentStateName status={component.status} />
      </div>
      <UptimeStrip component={component} />
    </li>
  )
}

function Legend() {
  const t = useTranslate()
  return (
    <details className="text-sm text-ink-muted">
      <summary className="inline-flex min-h-11 items-center rounded-sm underline decoration-current/35 underline-offset-3 hover:decoration-current md:min-h-0">
        {t('status:page.uptimeRule')}
      </summary>
      <p className="mt-2 max-w-prose">{t('status:page.uptimeRuleText')}</p>
    </details>
  )
}
