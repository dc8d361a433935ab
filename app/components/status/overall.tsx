import { clsx } from 'clsx'
import { CircleHelp } from 'lucide-react'
import { COMPONENT_LOOK, INDICATOR_LOOK } from '#app/components/status/tones.ts'
import type { StatusView } from '#app/components/status/types.ts'
import { Alert } from '#app/components/ui/alert.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { TONE_SHEET, TONE_TEXT } from '#app/components/ui/tone.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The state in words, large; then what it means for money. Never green when it is not confirmed. */
export function Overall({ view }: { view: StatusView }) {
  const t = useTranslate()
  const stale = view.staleMinutes > 0
  const look = stale ? ({ tone: 'neutral', icon: CircleHelp } as const) : INDICATOR_LOOK[view.indicator]
  const state = t(`status:overall.${view.indicator}`)
  return (
    <section className="flex flex-col gap-3" aria-labelledby="state">
      {stale && (
        <Alert tone="caution" title={t('status:page.staleTitle', { count: view.staleMinutes })}>
          {t('status:page.staleText')}
        </Alert>
      )}
      <div className={clsx('rounded-lg border px-4 py-5 md:px-6 md:py-6', TONE_SHEET[look.tone])}>
        <div className="flex items-start gap-3 md:gap-4">
          <look.icon
            className={clsx('mt-1 size-7 shrink-0 md:size-8', TONE_TEXT[look.tone])}
            strokeWidth={2}
            aria-hidden
          />
          <div className="min-w-0">
            <h1 id="state" className="text-2xl font-semibold tracking-tight text-ink">
              {stale ? t('status:page.lastKnown', { state }) : state}
            </h1>
            <p className="mt-1 text-sm text-ink-muted">
              {t(stale ? 'status:page.notConfirmed' : 'status:page.confirmed')} <Time at={view.confirmedAt} />{' '}
              ·{' '}
              <a href="#subscribe" className="rounded-sm underline underline-offset-3 hover:text-ink">
                {t('status:page.subscribe')}
              </a>
            </p>
          </div>
        </div>
        {view.capabilities.length > 0 && <Capabilities capabilities={view.capabilities} />}
      </div>
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
              <Icon className={clsx('size-5 shrink-0', TONE_TEXT[tone])} strokeWidth={2} aria-hidden />
              {t(`status:page.${capability}.${status}`)}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
