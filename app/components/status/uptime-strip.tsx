import type { DayState, DayView } from '#app/components/status/types.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Look of a bar, in styles/strip.css: height and hollowness say as much as the colour. */
const BARS: Record<DayState, string | undefined> = {
  operational: undefined,
  no_data: 'n',
  under_maintenance: 'm',
  degraded_performance: 'd',
  partial_outage: 'p',
  major_outage: 'x',
}

interface UptimeStripProps {
  /** What the bars are of. */
  name: string
  days: readonly DayView[]
  /** Stands below the middle of the bars. */
  note: string
}

/**
 * 90 days as bars, one tab stop: radio buttons, so that arrow keys walk through the days without any script,
 * each named by its day; styles show the name of the one pointed at or chosen. A form of its own keeps the
 * buttons apart from those of other strips while all strips have the same bytes, which compress to nothing.
 */
export function UptimeStrip({ name, days, note }: UptimeStripProps) {
  const t = useTranslate()
  return (
    <form method="dialog" className="strip">
      <div role="radiogroup" aria-label={t('status:page.strip', { name })}>
        {days.map(({ state, label }, index) => (
          <input
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={index}
            type="radio"
            name="day"
            aria-label={label}
            className={BARS[state]}
            defaultChecked={index === days.length - 1}
          />
        ))}
      </div>
      <p>
        <span aria-hidden>{t('status:page.barsStart')}</span>
        <span>{note}</span>
        <span aria-hidden>{t('status:page.barsEnd')}</span>
      </p>
    </form>
  )
}
