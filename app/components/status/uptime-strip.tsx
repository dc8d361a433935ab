import type { ComponentView, DayState } from '#app/components/status/types.ts'
import { dayStateText, uptimeText } from '#app/components/status/words.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

const BAR_WIDTH = 5
const HEIGHT = 32

/** A bar's height says as much as its colour: the worse, the taller; maintenance is hollow. */
const BARS: Record<DayState, { height: number; className: string }> = {
  no_data: { height: 6, className: 'fill-line-control opacity-60' },
  operational: { height: 18, className: 'fill-positive opacity-70' },
  under_maintenance: { height: 18, className: 'fill-info-soft stroke-info' },
  degraded_performance: { height: 22, className: 'fill-caution opacity-75' },
  partial_outage: { height: 27, className: 'fill-caution' },
  major_outage: { height: HEIGHT, className: 'fill-critical' },
}

/** 90 days as bars. Its name tells the days that were not quiet; each bar says its own day on hover. */
export function UptimeStrip({ component }: { component: ComponentView }) {
  const t = useTranslate()
  const locale = useLocale()
  const uptime = uptimeText(t, locale, component.uptime)
  const eventful = component.days.filter(({ state }) => state !== 'operational' && state !== 'no_data')
  const days = eventful.map((day) => dayStateText(t, locale, day)).join(' ; ')
  const facts = { component: component.name, days, uptime }
  return (
    <div>
      <svg
        role="img"
        aria-label={t(eventful.length > 0 ? 'status:page.stripDays' : 'status:page.stripQuiet', facts)}
        viewBox={`0 0 ${component.days.length * BAR_WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-8 w-full"
      >
        {component.days.map((day, index) => {
          const { height, className } = BARS[day.state]
          return (
            <rect
              key={day.day}
              x={index * BAR_WIDTH + 1}
              y={HEIGHT - height}
              width={BAR_WIDTH - 2}
              height={height}
              className={className}
            >
              <title>{dayStateText(t, locale, day)}</title>
            </rect>
          )
        })}
      </svg>
      <p className="mt-1 flex justify-between gap-2 text-xs text-ink-subtle" aria-hidden>
        <span>{t('status:page.barsStart')}</span>
        <span>{uptime}</span>
        <span>{t('status:page.barsEnd')}</span>
      </p>
    </div>
  )
}
