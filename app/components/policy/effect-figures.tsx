import { Alert } from '#app/components/ui/alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface Counts {
  restricted: number
  suspended: number
  held: boolean
}

/** What a run at one instant would do, today's rules beside those of the draft. */
export interface EffectFacts {
  activeAccounts: number
  before: Counts
  after: Counts
  unfounded: { count: number }
}

interface EffectFiguresProps {
  now: EffectFacts
  later: EffectFacts
  /** A disturbance keeps every run from withholding anything. */
  paused: boolean
}

const FIGURES = ['restricted', 'suspended', 'unfounded'] as const

/** The exact figures of a draft beside those of the version in force, and what the circuit breaker would say. */
export function EffectFigures({ now, later, paused }: EffectFiguresProps) {
  const t = useTranslate()
  const locale = useLocale()
  const textOf = (facts: EffectFacts, figure: (typeof FIGURES)[number]) => {
    if (figure === 'unfounded') return <Strong>{formatNumber(locale, facts.unfounded.count)}</Strong>
    const [before, after] = [facts.before[figure], facts.after[figure]]
    const numbers = { before: formatNumber(locale, before), after: formatNumber(locale, after) }
    return before === after ? (
      t('policy:effect.same', numbers)
    ) : (
      <Strong>{t('policy:effect.figure', numbers)}</Strong>
    )
  }
  const columns: Column<(typeof FIGURES)[number]>[] = [
    {
      key: 'what',
      header: t('policy:effect.what'),
      primary: true,
      cell: (figure) => t(`policy:effect.${figure}`),
    },
    { key: 'now', header: t('policy:effect.now'), cell: (figure) => textOf(now, figure) },
    { key: 'later', header: t('policy:effect.inAWeek'), cell: (figure) => textOf(later, figure) },
  ]
  const held = ({ after }: EffectFacts) =>
    after.held
      ? t('policy:effect.held', {
          count: after.restricted,
          formatted: formatNumber(locale, after.restricted),
        })
      : t('policy:effect.notHeld')
  return (
    <Card
      title={t('policy:effect.sweep')}
      lead={t('policy:effect.active', {
        count: now.activeAccounts,
        formatted: formatNumber(locale, now.activeAccounts),
      })}
      flush
    >
      {paused && (
        <div className="border-b border-line p-4 md:px-5">
          <Alert tone="caution" title={t('policy:effect.paused')}>
            {t('policy:effect.pausedText')}
          </Alert>
        </div>
      )}
      <Table
        caption={t('policy:effect.sweep')}
        columns={columns}
        rows={FIGURES}
        rowKey={(figure) => figure}
      />
      <div className="border-t border-line p-4 md:px-5">
        <Alert
          tone={now.after.held || later.after.held ? 'caution' : 'neutral'}
          title={t('policy:effect.breaker')}
        >
          <p>{t('policy:effect.heldNow', { text: held(now) })}</p>
          <p>{t('policy:effect.heldLater', { text: held(later) })}</p>
        </Alert>
      </div>
    </Card>
  )
}

const Strong = ({ children }: { children: string }) => (
  <strong className="tabular font-semibold text-ink">{children}</strong>
)
