import { type Database, rows } from '#db/client.ts'

/** Waits until no other transaction holds `name`, and holds it to the end of this one. */
export const lockName = (trx: Database, name: string): Promise<unknown> =>
  rows(trx, 'select pg_advisory_xact_lock(hashtextextended(:name, 0))', { name })
