import type { ProbeResultView } from '#app/components/probes/probe-state.tsx'
import { formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

const BAR_WIDTH = 5
const HEIGHT = 32
/** An answer is never taller than this, a failure always is: colour is not alone. */
const TALLEST_ANSWER = 22
const SHORTEST_ANSWER = 6

interface ProbeStripProps {
  results: readonly ProbeResultView[]
  /** How many fit; places that no check has taken yet stay grey. */
  places: number
  className?: string
}

/** The last checks as bars, the newest at the right: as tall as the answer was slow; failures fill the height. */
export function ProbeStrip({ results, places, className }: ProbeStripProps) {
  const t = useTranslate()
  const locale = useLocale()
  const shown = results.slice(-places)
  const answers = shown.filter(({ outcome }) => outcome === 'ok').map(({ responseMs }) => responseMs)
  const slowest = Math.max(1, ...answers)
  const empty = places - shown.length
  const label = t('probes:strip', {
    count: shown.length,
    failures: t('probes:failures', { count: shown.length - answers.length }),
    median: median(answers),
  })
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${places * BAR_WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={className}
    >
      {Array.from({ length: empty }, (_, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a place has nothing but its index
          key={index}
          {...place(index, SHORTEST_ANSWER)}
          className="fill-line-control opacity-60"
        />
      ))}
      {shown.map(({ at, outcome, httpStatus, responseMs }, index) => {
        const ok = outcome === 'ok'
        const answer = SHORTEST_ANSWER + (responseMs / slowest) * (TALLEST_ANSWER - SHORTEST_ANSWER)
        return (
          <rect
            key={at}
            {...place(empty + index, ok ? answer : HEIGHT)}
            className={ok ? 'fill-positive opacity-70' : 'fill-critical'}
          >
            <title>
              {t('probes:stripBar', {
                at: formatTime(locale, at),
                outcome: t(`probes:outcome.${outcome}`, { status: httpStatus }),
                ms: responseMs,
              })}
            </title>
          </rect>
        )
      })}
    </svg>
  )
}

const place = (index: number, height: number) => ({
  x: index * BAR_WIDTH + 1,
  y: HEIGHT - height,
  width: BAR_WIDTH - 2,
  height,
})

/** The middle answer in milliseconds; 0 where there is none. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
