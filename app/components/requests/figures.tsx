import { clsx } from 'clsx'

/** Large numbers side by side, three or four, each with its word below. */
export function Figures({ items }: { items: readonly { label: string; value: string }[] }) {
  return (
    <dl
      className={clsx(
        'grid gap-px overflow-hidden rounded-lg border border-line bg-line',
        items.length === 3 ? 'grid-cols-3' : 'grid-cols-2 md:grid-cols-4',
      )}
    >
      {items.map(({ label, value }) => (
        <div key={label} className="flex flex-col-reverse justify-end bg-surface px-4 py-3.5 md:px-5">
          <dt className="text-sm text-ink-muted">{label}</dt>
          <dd className="tabular text-xl font-semibold text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
