import type { ReactNode } from 'react'

export interface Datum {
  label: string
  /** Shown as a dash when there is none. */
  value: ReactNode
}

/** Labels and values of one thing. Two columns from 640 px on. */
export function DataList({ items }: { items: readonly Datum[] }) {
  return (
    <dl className="divide-y divide-line text-sm">
      {items.map((item) => (
        <div
          key={item.label}
          className="grid gap-x-4 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[11rem_1fr]"
        >
          <dt className="text-ink-muted">{item.label}</dt>
          <dd className="tabular min-w-0 break-words text-ink">{item.value ?? '—'}</dd>
        </div>
      ))}
    </dl>
  )
}
