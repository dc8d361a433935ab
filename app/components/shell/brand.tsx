import { Link } from '@remix-run/react'
import { useShellData } from '#app/components/shell/preferences.tsx'

/** The provider's name as a mark. Vigie wears the provider's clothes. */
export function Brand({ to = '/' }: { to?: string }) {
  const name = useShellData()?.provider.name ?? 'Vigie'
  return (
    <Link
      to={to}
      className="flex min-h-11 min-w-0 items-center gap-2.5 rounded-md text-sm font-semibold text-ink md:min-h-9"
    >
      <span
        className="flex size-6 shrink-0 items-center justify-center rounded-sm bg-accent text-xs font-bold text-on-accent"
        aria-hidden
      >
        {name.slice(0, 1).toUpperCase()}
      </span>
      <span className="truncate">{name}</span>
    </Link>
  )
}
