interface TurnProps {
  /** What is turned through. */
  name: string
  back: Way
  on: Way
}

interface Way {
  /** Null where there is no such page. */
  readonly href: string | null
  readonly words: string
}

/** To the page before and the page after, where there are any. */
export function Turn({ name, back, on }: TurnProps) {
  if (!back.href && !on.href) return null
  return (
    <nav className="no-print flex justify-between gap-4" aria-label={name}>
      <TurnLink {...back} />
      <TurnLink {...on} />
    </nav>
  )
}

function TurnLink({ href, words }: Way) {
  if (!href) return <span />
  return (
    <a
      href={href}
      className="inline-flex min-h-11 items-center rounded-md border border-line-strong bg-surface px-4 text-sm font-medium text-ink hover:bg-hover"
    >
      {words}
    </a>
  )
}
