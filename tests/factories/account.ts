import { randomInt } from 'node:crypto'
import { readSiren } from '#app/domain/accounts/siren.ts'

/** A SIREN whose check digit is right. */
export function newSiren(): string {
  const first = String(randomInt(10_000_000, 99_999_999))
  const siren = Array.from({ length: 10 }, (_, digit) => first + digit).find((number) => readSiren(number))
  if (siren === undefined) throw new Error('one of ten check digits is always right')
  return siren
}
