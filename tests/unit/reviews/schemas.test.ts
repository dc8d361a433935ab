import { parseWithZod } from '@conform-to/zod/v4'
import { expect, test } from 'vitest'
import { decideSchema, MAX_NOTE_LENGTH } from '#app/domain/reviews/schemas.ts'

const parse = (fields: [string, string][]) => {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  return parseWithZod(form, { schema: decideSchema })
}
const rejection: [string, string][] = [
  ['intent', 'reject'],
  ['version', '3'],
]

test('one reason or several, and an empty sentence', () => {
  expect(parse([...rejection, ['reasonCodes', 'expired'], ['note', '']])).toMatchObject({
    status: 'success',
    value: { intent: 'reject', version: 3, reasonCodes: ['expired'] },
  })
  const several = parse([...rejection, ['reasonCodes', 'expired'], ['reasonCodes', 'not_readable']])
  expect(several).toMatchObject({ value: { reasonCodes: ['expired', 'not_readable'] } })
})

test('dates that were left empty are no dates', () => {
  const empty: [string, string][] = [
    ['intent', 'approve'],
    ['version', '1'],
    ['issuedOn', ''],
    ['expiresOn', ''],
  ]
  expect(parse(empty)).toMatchObject({ status: 'success', value: { intent: 'approve', version: 1 } })
})

test.each<[string, [string, string][]]>([
  ['no reason', rejection],
  ['an unknown reason', [...rejection, ['reasonCodes', 'ugly']]],
  ['a name of every object', [...rejection, ['reasonCodes', 'constructor']]],
  [
    'a sentence too long',
    [...rejection, ['reasonCodes', 'expired'], ['note', 'x'.repeat(MAX_NOTE_LENGTH + 1)]],
  ],
  ['an unknown field', [...rejection, ['reasonCodes', 'expired'], ['decidedBy', 'me']]],
  ['no version', [['intent', 'approve']]],
  [
    'a version that is no number',
    [
      ['intent', 'approve'],
      ['version', 'x'],
    ],
  ],
  [
    'a version that never was',
    [
      ['intent', 'approve'],
      ['version', '0'],
    ],
  ],
  [
    'a day that is none',
    [
      ['intent', 'approve'],
      ['version', '1'],
      ['issuedOn', '2026-02-30'],
    ],
  ],
  [
    'another exception',
    [
      ['intent', 'approve'],
      ['version', '1'],
      ['dateException', 'please'],
    ],
  ],
  [
    'another intent',
    [
      ['intent', 'close'],
      ['version', '1'],
    ],
  ],
  ['nothing', []],
])('refuses %s', (_, fields) => {
  expect(parse(fields).status).toBe('error')
})

test('a sentence of the greatest length passes', () => {
  expect(
    parse([...rejection, ['reasonCodes', 'expired'], ['note', 'x'.repeat(MAX_NOTE_LENGTH)]]).status,
  ).toBe('success')
})
