import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'
import { invalid } from '#app/domain/errors.ts'

/**
 * Where no probe may go: link-local addresses, behind which clouds keep the machine's own credentials, and the
 * places where they keep them elsewhere. Private and loopback addresses are allowed: a probe watches from inside.
 */
const forbidden = new BlockList()
forbidden.addSubnet('169.254.0.0', 16, 'ipv4')
forbidden.addAddress('100.100.100.200', 'ipv4')
forbidden.addAddress('168.63.129.16', 'ipv4')
forbidden.addAddress('192.0.0.192', 'ipv4')
// One question to many, which no service answers.
forbidden.addSubnet('224.0.0.0', 4, 'ipv4')
forbidden.addAddress('255.255.255.255', 'ipv4')
forbidden.addSubnet('ff00::', 8, 'ipv6')
forbidden.addSubnet('fe80::', 10, 'ipv6')
forbidden.addAddress('fd00:ec2::254', 'ipv6')
forbidden.addAddress('fd20:ce::254', 'ipv6')

/** True for an IP address that no probe may reach, in whatever notation. */
export function isForbiddenAddress(address: string): boolean {
  if (!isIPv6(address)) return forbidden.check(address, 'ipv4')
  return forbidden.check(address, 'ipv6') || inside(address).some((one) => forbidden.check(one, 'ipv4'))
}

/** Prefixes whose last 32 bits are an IPv4 address: compatible, mapped, translated, NAT64 and its local form. */
const CARRIERS = [/^0:0:0:0:0:0:/, /^0:0:0:0:0:ffff:/, /^0:0:0:0:ffff:0:/, /^64:ff9b:0:0:0:0:/, /^64:ff9b:1:/]

/** The IPv4 addresses that an IPv6 address carries. */
function inside(address: string): string[] {
  // The URL parser writes dotted ends as groups; what `::` leaves out is put back.
  const [head = '', tail] = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname
    .slice(1, -1)
    .split('::')
  const groups = (part: string | undefined) => (part ? part.split(':') : [])
  const gap = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array<string>(gap).fill('0'), ...groups(tail)]
  const dotted = (high = '0', low = '0') =>
    [high, low].flatMap((hex) => [Number.parseInt(hex, 16) >> 8, Number.parseInt(hex, 16) & 255]).join('.')
  return [
    ...(CARRIERS.some((carrier) => carrier.test(all.join(':'))) ? [dotted(all[6], all[7])] : []),
    // 6to4 has it after its own first group.
    ...(all[0] === '2002' ? [dotted(all[1], all[2])] : []),
  ]
}

/** The address that a URL names by itself; null where a name has to be resolved first. */
export function literalAddress(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) ? host : null
}

/** Refuses a URL with a forbidden address in it. Names are judged at each check, by what they then resolve to. */
export function requireAllowedAddress(url: string): void {
  const address = literalAddress(new URL(url))
  if (address && isForbiddenAddress(address)) throw invalid('probe.forbiddenAddress')
}

export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress'
}

/**
 * Resolves a name for one connection, which then goes to exactly these addresses: what was judged is what is
 * reached, whatever the name says a moment later. One forbidden address among them refuses the name.
 */
export function lookupAllowed(
  resolve: typeof lookup = lookup,
  isForbidden: (address: string) => boolean = isForbiddenAddress,
): LookupFunction {
  return (hostname, options, callback) => {
    const judged = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => {
      const [first] = addresses ?? []
      if (error || !first) callback(error ?? new Error('no address'), '')
      else if (addresses.some(({ address }) => isForbidden(address))) {
        callback(new ForbiddenAddress(), '')
      } else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    }
    resolve(hostname, { ...options, all: true }, judged)
  }
}
