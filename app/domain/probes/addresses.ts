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
forbidden.addSubnet('fe80::', 10, 'ipv6')
forbidden.addAddress('fd00:ec2::254', 'ipv6')
forbidden.addAddress('fd20:ce::254', 'ipv6')
// 169.254.0.0/16 through a NAT64 gateway, and as the deprecated IPv4-compatible form.
forbidden.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
forbidden.addSubnet('::a9fe:0', 112, 'ipv6')

/** True for an IP address that no probe may reach, in whatever notation. */
export const isForbiddenAddress = (address: string): boolean =>
  forbidden.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')

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
export function lookupAllowed(resolve: typeof lookup = lookup): LookupFunction {
  return (hostname, options, callback) => {
    const judged = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => {
      const [first] = addresses ?? []
      if (error || !first) callback(error ?? new Error('no address'), '')
      else if (addresses.some(({ address }) => isForbiddenAddress(address))) {
        callback(new ForbiddenAddress(), '')
      } else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    }
    resolve(hostname, { ...options, all: true }, judged)
  }
}
