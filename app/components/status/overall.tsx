import { clsx } from 'clsx'
import { CircleHelp } from 'lucide-react'
import { Fresh, Late } from '#app/components/status/freshness.tsx'
import { COMPONENT_LOOK, INDICATOR_LOOK } from '#app/components/status/tones.ts'
import type { StatusView } from '#app/components/status/types.ts'
import { TONE_SHEET, TONE_TEXT } from '#app/components/ui/tone.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

const ICON = 'mt-1 size-7 shrink-0 md:size-8'

/** The state in words, large; then what it means for money. Never green when it is not confirmed. */
export function Overall({ indicator, capabilities }: Pick<StatusView, 'indicator' | 'capabilities'>) {
  const t = useTranslate()
  const { tone, icon: Icon } = INDICATOR_LOOK[indicator]
  return (
    <section
      className={clsx('rounded-lg border px-4 py-5 md:px-6 md:py-6', TONE_SHEET[tone])}
      aria-labelledby="state"
    >
      <div className="flex items-start gap-3 md:gap-4">
        <Fresh>
          <Icon className={clsx(ICON, TONE_TEXT[tone])} aria-hidden />
        </Fresh>
        <Late>
          <CircleHelp className={clsx(ICON, TONE_TEXT[tone])} aria-hidden />
        </Late>
        <h1 id="state" className="min-w-0 text-2xl font-semibold tracking-tight text-ink">
          <Late>{`${t('status:page.lastKnown')} `}</Late>
          {t(`status:overall.${indicator}`)}
        </h1>
      </div>
      {capabilities.length > 0 && <Capabilities capabilities={capabilities} />}
    </section>
  )
}

function Capabilities({ capabilities }: Pick<StatusView, 'capabilities'>) {
  const t = useTranslate()
  return (
    <dl className="mt-5 grid gap-3 border-t border-inherit pt-4 sm:grid-cols-2">
      {capabilities.map(({ capability, status }) => {
        const { tone, icon: Icon } = COMPONENT_LOOK[status]
        return (
          <div key={capability}>
            <dt className="text-sm text-ink-muted">{t(`status:page.capability.${capability}`)}</dt>
            <dd className="flex items-center gap-1.5 text-lg font-medium text-ink">
              <Icon className={clsx('size-5 shrink-0', TONE_TEXT[tone])} aria-hidden />
              {t(`status:page.${capability}.${status}`)}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
