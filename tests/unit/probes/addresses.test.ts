import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isForbiddenAddress, literalAddress, lookupAllowed } from '#app/domain/probes/addresses.ts'
import { checkUrl } from '#app/domain/probes/check-url.ts'
import { probeSchema } from '#app/domain/probes/schemas.ts'

const question = {
  method: 'GET',
  expectedFrom: 200,
  expectedUntil: 299,
  expectedText: null,
  timeoutSeconds: 5,
} as const

describe('addresses', () => {
  it.each([
    ...['169.254.169.254', '169.254.0.1', '100.100.100.200', '168.63.129.16'],
    ...['fe80::1', 'FE80::1', 'febf:ffff::1', 'fd00:ec2::254', 'fd20:ce::254'],
    ...['::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '64:ff9b::169.254.169.254', '::169.254.169.254'],
    ...['64:ff9b:1::a9fe:a9fe', '2002:a9fe:a9fe::1', '::ffff:0:a9fe:a9fe', '64:ff9b::6464:64c8'],
    ...['64:ff9b::a83f:8110', '192.0.0.192', '224.0.0.1', '255.255.255.255', 'ff02::1', 'fe80::1%eth0'],
  ])('%s is forbidden', (address) => {
    expect(isForbiddenAddress(address)).toBe(true)
  })

  it.each(['127.0.0.1', '10.1.2.3', '192.168.1.1', '172.16.0.1', '8.8.8.8', '::1', 'fd12::1', '2001:db8::1'])(
    '%s may be watched',
    (address) => {
      expect(isForbiddenAddress(address)).toBe(false)
    },
  )

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
  ])('%s is not asked, however it is written', async (url) => {
    expect(literalAddress(new URL(url))).not.toBeNull()
    expect(await checkUrl({ ...question, url })).toMatchObject({ outcome: 'forbidden', httpStatus: null })
  })
})

describe('a URL', () => {
  const errorOf = (url: string) => probeSchema.shape.url.safeParse(url).error?.issues[0]?.message
  it.each([
    ['https://api.exemple.fr/v1/ping?deep=1', undefined],
    ['http://10.0.0.7:8080/healthz', undefined],
    ['ftp://exemple.fr/', 'field.url'],
    ['file:///etc/passwd', 'field.url'],
    ['javascript:alert(1)', 'field.url'],
    ['api.exemple.fr', 'field.url'],
    ['https://exemple.fr/\u0000', 'field.singleLine'],
    ['https://anna:secret@exemple.fr/', 'probe.credentialsInUrl'],
    ['https://anna@exemple.fr/', 'probe.credentialsInUrl'],
  ])('%s', (url, error) => {
    expect(errorOf(url)).toBe(error)
  })
})

describe('a name', () => {
  const server = createServer((_request, response) => response.end('here'))
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  /** As a resolver would, that answers with these. */
  const resolving = (...addresses: string[]) =>
    lookupAllowed(((_name: string, _options: object, callback: (error: null, found: object[]) => void) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      )) as never)
  const ask = (...addresses: string[]) =>
    checkUrl(
      { ...question, url: `http://watched.test:${(server.address() as AddressInfo).port}/` },
      { lookup: resolving(...addresses) },
    )

  it('leads to the address that was judged', async () => {
    expect(await ask('127.0.0.1')).toMatchObject({ outcome: 'ok', httpStatus: 200 })
  })

  it('is refused with one forbidden address among its own', async () => {
    expect(await ask('169.254.169.254')).toMatchObject({ outcome: 'forbidden' })
    expect(await ask('127.0.0.1', '169.254.169.254')).toMatchObject({ outcome: 'forbidden' })
  })
})
