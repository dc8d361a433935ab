import type { UserActor } from '#app/domain/access/actor.ts'
import { createStaff } from '#app/domain/access/create-staff.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { DAY_MS, fixedClock } from '#app/domain/clock.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { User } from '#db/models/access.ts'

/** Those who act in the demonstration's past. */
export interface Staff {
  officer: UserActor
  officer2: UserActor
  publisher: UserActor
  administrator: UserActor
}

const people = [
  {
    key: 'administrator',
    email: 'admin@vigie.test',
    name: 'Agnès Delmas',
    role: 'administrator',
    locale: 'fr',
  },
  { key: 'officer', email: 'officer@vigie.test', name: 'Olivia Bennett', role: 'officer', locale: 'en' },
  { key: 'officer2', email: 'officer2@vigie.test', name: 'Rémi Castel', role: 'officer', locale: 'fr' },
  { key: 'publisher', email: 'publisher@vigie.test', name: 'Paula Nowak', role: 'publisher', locale: 'en' },
] as const

/** The four who work here, since a year. */
export async function fillStaff(tx: TransactionContext, today: Date, passwordHash: string): Promise<Staff> {
  const clock = fixedClock(new Date(today.getTime() - 365 * DAY_MS))
  const staff = {} as Staff
  for (const { key, ...person } of people) {
    const userId = await createStaff({ ...tx, clock }, person)
    await activateAs({ ...tx, clock }, userId, passwordHash)
    staff[key] = { kind: 'user', userId, role: person.role, accountId: null }
  }
  return staff
}

/** The user has chosen the demonstration's password. */
export async function activateAs(
  tx: TransactionContext,
  userId: string,
  passwordHash: string,
): Promise<void> {
  const user = await User.query(tx.db).findById(userId).throwIfNotFound()
  await User.query(tx.db).findById(userId).patch({ passwordHash, activatedAt: tx.clock.now() })
  await recordAudit(tx, {
    action: 'user.activated',
    subjectType: 'user',
    subjectId: userId,
    accountId: user.accountId,
  })
}
