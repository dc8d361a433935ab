import fc from 'fast-check'

/** Requests to these paths as somebody, each with something wrong about path, query, form or type. */
export function mutatedRequests(paths: readonly string[]) {
  const names = [
    'email',
    'password',
    'intent',
    'version',
    'name',
    'locale',
    'search',
    'after',
    'reasonCodes',
    'note',
  ]
  names.push(
    'status',
    'bodyFr',
    'components[0].id',
    'components[999999].id',
    'submit_key',
    'documentType',
    'deadline',
  )
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      '',
      '0',
      '-1',
      '1e999',
      'approve',
      'reject',
      'request',
      'null',
      '[]',
      '2026-02-30',
      '\u202e',
      'é',
    ),
    fc.uuid(),
  )
  const pairs = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 })), value), {
    maxLength: 6,
  })
  const encoded = pairs.map((list) =>
    new URLSearchParams(list.map(([k, v]) => [k, v.toWellFormed()])).toString(),
  )
  const dirt = fc.constantFrom(
    '%',
    '%00',
    '%ff',
    '/',
    '//',
    '..',
    '.data',
    '?',
    '&',
    ';',
    '%2e%2e',
    '\\',
    '%F0%9F',
  )
  const mutated = fc.tuple(fc.constantFrom(...paths), fc.nat(), fc.option(dirt)).map(([path, at, piece]) => {
    if (piece === null) return path
    const position = 1 + (at % path.length)
    return path.slice(0, position) + piece + path.slice(position)
  })
  return fc.record({
    visitor: fc.constantFrom('nobody' as const, 'member', 'officer', 'publisher', 'administrator'),
    locale: fc.constantFrom<'fr' | 'en'>('fr', 'en'),
    method: fc.constantFrom('GET', 'GET', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'HEAD'),
    path: mutated,
    query: fc.option(encoded),
    type: fc.constantFrom(
      'application/x-www-form-urlencoded',
      'application/x-www-form-urlencoded; charset=utf-16',
      'multipart/form-data; boundary=b',
      'multipart/form-data',
      'application/json',
      'text/plain',
      ';;;',
    ),
    body: fc.oneof(encoded, fc.string({ unit: 'binary', maxLength: 200 }), fc.json()),
  })
}
