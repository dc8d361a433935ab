import type { ReactNode } from 'react'

/** Labels and values in a narrow column; what has no value is left out. */
export function FactList({ facts }: { facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-muted">{label}</dt>
            <dd className="tabular break-words whitespace-pre-line text-ink">{value}</dd>
          </div>
        ))}
    </dl>
  )
}
