import { expect, it } from 'vitest'
import { mostOf } from '#app/domain/breaker/weigh-run.ts'

it.each([
  [20, 0.02, 0, 20],
  [20, 0.02, 1000, 20],
  [20, 0.02, 1050, 21],
  [20, 0.02, 1099, 21],
  [0, 0.29, 100, 29],
  [0, 1, 7, 7],
])(
  'the limit of %i accounts and a share of %f, of %i active ones, is %i',
  (accounts, share, active, most) => {
    expect(mostOf({ accounts, share }, active)).toBe(most)
  },
)
