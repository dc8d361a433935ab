/** Large numbers side by side, each with its word below. */
export function Figures({ items }: { items: readonly { label: string; value: string }[] }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-4">
      {items.map(({ label, value }) => (
        <div key={label} className="flex flex-col-reverse justify-end bg-surface px-4 py-3.5 md:px-5">
          <dt className="text-sm text-ink-muted">{label}</dt>
          <dd className="tabular text-xl font-semibold text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
