import { randomInt, randomUUID } from 'node:crypto'
import { readSiren } from '#app/domain/accounts/siren.ts'
import type { Context } from '#app/domain/context.ts'
import { Account } from '#db/models/access.ts'
import { write } from '#tests/factories/context.ts'

/** As many as there are first eight digits; a step that shares no factor with it meets each of them once. */
const NUMBERS = 90_000_000
const STEP = 48_271
let drawn = randomInt(NUMBERS)

/** A SIREN whose check digit is right, and which this process has not had before. */
export function newSiren(): string {
  drawn = (drawn + STEP) % NUMBERS
  const first = String(10_000_000 + drawn)
  const siren = Array.from({ length: 10 }, (_, digit) => first + digit).find((number) => readSiren(number))
  if (siren === undefined) throw new Error('one of ten check digits is always right')
  return siren
}

export async function addAccount(ctx: Context, given: Partial<Account> = {}): Promise<Account> {
  return write(ctx, (tx) =>
    Account.query(tx.db).insertAndFetch({
      id: randomUUID(),
      name: 'Boulangerie Dupont',
      siren: newSiren(),
      legalForm: 'company',
      email: 'contact@dupont.test',
      declared: { representative: 'Jeanne Dupont', address: '3 rue des Lilas, 75020 Paris' },
      createdAt: tx.clock.now(),
      ...given,
    }),
  )
}
