import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPublicAddress, mayGoPlain, requirePublicUrl } from '#app/domain/webhooks/addresses.ts'

const outside = { privateWebhooks: false }
const atHome = { privateWebhooks: true }

describe('an address', () => {
  it.each([
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.8.9.1'],
    ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1', '192.88.99.1'],
    ...['192.168.0.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1'],
    ...['239.255.255.255', '240.0.0.1', '255.255.255.255', '168.63.129.16', '100.100.100.200'],
    ...['::', '::1', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '::8.8.8.8', '64:ff9b::8.8.8.8', '64:ff9b:1::1'],
    ...['100::1', '2001::1', '2001:10::1', '2001:db8::1', '2002:7f00:1::1', '3fff::1', '5f00::1'],
    ...['fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '4000::1'],
  ])('%s is not of the public internet', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each([
    ...[
      '8.8.8.8',
      '1.1.1.1',
      '9.255.255.255',
      '11.0.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '126.255.255.255',
    ],
    ...['128.0.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0', '198.17.255.255'],
    ...['198.20.0.0', '223.255.255.255', '2606:4700:4700::1111', '2a00:1450:4007::1', '2001:200::1'],
  ])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it('of the private ranges is never public, in whatever notation it is written', () => {
    const octet = fc.integer({ min: 0, max: 255 })
    const inside = fc.oneof(
      fc.tuple(fc.constant(10), octet, octet, octet),
      fc.tuple(fc.constant(127), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
    )
    fc.assert(
      fc.property(inside, fc.integer({ min: 0, max: 5 }), (octets, form) => {
        const number = octets.reduce((sum, one) => sum * 256 + one, 0)
        const hex = (from: number) =>
          octets
            .slice(from, from + 2)
            .reduce((sum, one) => sum * 256 + one, 0)
            .toString(16)
        const written = [
          octets.join('.'),
          String(number),
          `0x${number.toString(16)}`,
          octets.map((one) => `0${one.toString(8)}`).join('.'),
          `[::ffff:${octets.join('.')}]`,
          `[64:ff9b::${hex(0)}:${hex(2)}]`,
        ][form]
        expect(() => requirePublicUrl(outside, `https://${written}/`)).toThrow('webhook.forbiddenAddress')
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a URL', () => {
  it.each([
    ['https://ledger.example.com/hooks', null],
    ['https://[2606:4700:4700::1111]/', null],
    ['http://ledger.example.com/hooks', 'webhook.insecure'],
    ['http://8.8.8.8/', 'webhook.insecure'],
    ['https://2130706433/', 'webhook.forbiddenAddress'],
    ['https://[::1]/', 'webhook.forbiddenAddress'],
    ['https://0x7f.1/', 'webhook.forbiddenAddress'],
  ])('%s', (url, error) => {
    const judge = () => requirePublicUrl(outside, url)
    if (error) expect(judge).toThrow(error)
    else expect(judge).not.toThrow()
  })

  it('may be plain and private on one’s own machine, and there alone', () => {
    for (const url of [
      'http://127.0.0.1:3999/',
      'http://localhost:3999/',
      'https://10.0.0.1/',
      'http://[::1]/',
    ]) {
      expect(() => requirePublicUrl(atHome, url), url).not.toThrow()
    }
    expect(() => requirePublicUrl(atHome, 'http://169.254.169.254/')).toThrow('webhook.forbiddenAddress')
    for (const url of ['http://8.8.8.8/', 'http://ledger.example.com/', 'http://localhost.example.com/']) {
      expect(mayGoPlain(atHome, new URL(url)), url).toBe(false)
    }
  })
})
