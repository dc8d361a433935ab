import { Fragment } from 'react'

/** Addresses to open or to copy. */
export function AddressList({ addresses }: { addresses: readonly string[] }) {
  return (
    <ul className="rounded-md border border-line bg-sunken px-4 py-2 text-sm">
      {addresses.map((address) => (
        <li key={address}>
          <a href={address} className="link font-mono">
            <Breaking address={address} />
          </a>
        </li>
      ))}
    </ul>
  )
}

/** Breaks after its slashes, and elsewhere only where a part alone is too long. */
function Breaking({ address }: { address: string }) {
  return (
    <span className="[overflow-wrap:anywhere]">
      {address.split(/(?<=[^/]\/)(?!\/)/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        <Fragment key={index}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </span>
  )
}
