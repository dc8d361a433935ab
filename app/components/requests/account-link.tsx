import { Link } from '@remix-run/react'
import { formatSiren } from '#app/components/accounts/siren.ts'

interface AccountLinkProps {
  id: string
  name: string
  siren: string
}

/** An account by name and SIREN, on the way to its page. */
export const AccountLink = ({ id, name, siren }: AccountLinkProps) => (
  <Link to={`/accounts/${id}`} className="text-ink underline-offset-4 hover:underline">
    {name}
    <span className="tabular ml-2 font-normal whitespace-nowrap text-ink-subtle">{formatSiren(siren)}</span>
  </Link>
)
