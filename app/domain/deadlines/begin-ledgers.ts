import type { TransactionContext } from '#app/domain/context.ts'
import { lineOf, type NewClockEntry } from '#app/domain/deadlines/append-clock.ts'
import { type ClockReading, readClock } from '#app/domain/deadlines/clock.ts'
import { lineAt, writeEntries } from '#app/domain/deadlines/ledger.ts'
import { rows } from '#db/client.ts'

/** What requirements that are about to be written begin with. */
interface Beginning {
  /** What a requirement of this account is written with. */
  readonly deadlineOf: (accountId: string) => Date | null
  /** Their first entries, once they are written with those deadlines. */
  readonly write: (requirements: readonly { id: string; accountId: string }[]) => Promise<void>
}

/** Ledgers that all begin with the same entry now, or without one: a fixed number of statements for any number. */
export async function beginLedgers(
  tx: TransactionContext,
  start: NewClockEntry | null,
  accountIds: readonly string[],
): Promise<Beginning> {
  if (!start) return { deadlineOf: () => null, write: async () => undefined }
  const first = lineOf(start)
  const readings = await readByAccount(tx, first.entry, accountIds)
  const of = (accountId: string) => {
    const found = readings.get(accountId)
    if (!found) throw new RangeError(`no account ${accountId}`)
    return found
  }
  return {
    deadlineOf: (accountId) => of(accountId).reading.deadlineAt,
    write: (requirements) =>
      writeEntries(
        tx,
        requirements.map(({ id, accountId }) => {
          const { department, reading } = of(accountId)
          return { ledger: { id, accountId, department, deadlineAt: null, entries: [] }, reading, ...first }
        }),
      ),
  }
}

/** Read once for each département, whose public holidays move the deadline. */
async function readByAccount(
  tx: TransactionContext,
  entry: ReturnType<typeof lineOf>['entry'],
  accountIds: readonly string[],
): Promise<Map<string, { department: string; reading: ClockReading }>> {
  const places = await rows<{ department: string; accountIds: string[] }>(
    tx.db,
    `select department, array_agg(id) as account_ids from accounts
      where id = any(cast(:accountIds as uuid[])) group by department`,
    { accountIds },
  )
  const now = tx.clock.now()
  return new Map(
    places.flatMap(({ department, accountIds }) => {
      const reading = readClock([lineAt(now, entry)], department, now)
      return accountIds.map((id) => [id, { department, reading }] as const)
    }),
  )
}
