/** An address that, where it is too long for its line, breaks before its @, and elsewhere only if it must. */
export function EmailAddress({ address }: { address: string }) {
  const at = address.lastIndexOf('@')
  const halves = at > 0 ? [address.slice(0, at), address.slice(at)] : [address]
  return (
    <>
      {halves.map((half) => (
        <span key={half} className="inline-block max-w-full [overflow-wrap:anywhere]">
          {half}
        </span>
      ))}
    </>
  )
}
