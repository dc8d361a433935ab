import { lookup } from 'node:dns'
import { BlockList, isIPv6, type LookupFunction } from 'node:net'
import type { Settings } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import { isForbiddenAddress, literalAddress, lookupAllowed } from '#app/domain/probes/addresses.ts'

/** What of IPv4 is not the public internet: IANA's special-purpose registry (RFC 6890), multicast and reserved. */
const notPublic = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  notPublic.addSubnet(network, bits, 'ipv4')

/** Of IPv6 the other way round: only what is given out as global unicast, without what tunnels or documents. */
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  notPublic.addSubnet(network, bits, 'ipv6')

/** True for an address of the public internet, the only kind to which a webhook may go. */
export function isPublicAddress(address: string): boolean {
  // Some clouds keep the machine's credentials behind an address that looks public.
  if (isForbiddenAddress(address)) return false
  if (!isIPv6(address)) return !notPublic.check(address, 'ipv4')
  return global.check(address, 'ipv6') && !notPublic.check(address, 'ipv6')
}

type Policy = Pick<Settings, 'privateWebhooks'>

/** True where a webhook may not go. On one's own machine that is only what no part of the product may reach. */
export const isBarred = ({ privateWebhooks }: Policy, address: string): boolean =>
  privateWebhooks ? isForbiddenAddress(address) : !isPublicAddress(address)

/** Resolves a name for one connection, to exactly the addresses that were judged; one barred address refuses it. */
export const lookupPublic = (policy: Policy, resolve: typeof lookup = lookup): LookupFunction =>
  lookupAllowed(resolve, (address) => isBarred(policy, address))

/** Refuses a URL without TLS, or with a barred address in it. Names are judged at each attempt. */
export function requirePublicUrl(policy: Policy, text: string): void {
  const url = new URL(text)
  const address = literalAddress(url)
  if (address && isBarred(policy, address)) throw invalid('webhook.forbiddenAddress')
  if (url.protocol !== 'https:' && !mayGoPlain(policy, url)) throw invalid('webhook.insecure')
}

/** Without TLS only on one's own machine, and never across the internet. */
export function mayGoPlain({ privateWebhooks }: Policy, url: URL): boolean {
  if (!privateWebhooks) return false
  const address = literalAddress(url)
  return address ? !isPublicAddress(address) : /(^|\.)localhost$/.test(url.hostname)
}
