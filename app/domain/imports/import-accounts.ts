import { userIdOf } from '#app/domain/access/actor.ts'
import { lockDirectory } from '#app/domain/access/directory-lock.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { insertAccounts } from '#app/domain/accounts/insert-accounts.ts'
import type { CreateAccount } from '#app/domain/accounts/schemas.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { newId } from '#app/domain/ids.ts'
import { type ImportFault, type ImportRow, readImport } from '#app/domain/imports/read-import.ts'
import { Account, AccountImport, AccountImportFault, User } from '#db/models/access.ts'

/** Rows that are checked and added together, in one transaction. */
const BATCH_ROWS = 500

export interface ImportSummary {
  /** Names the report: `/admin/accounts/imports/ID`. */
  readonly id: string
  readonly rows: number
  readonly created: number
  readonly alreadyThere: number
  readonly faulty: number
}

/**
 * Creates an account with its first member for every good row of a CSV file, in batches as the file arrives, and
 * keeps a line of report for every bad one. A row whose SIREN has an account already changes nothing, so an
 * import that was cut off is simply repeated. Invalid when the file as a whole cannot be read (`readImport`);
 * what was created before that stays and is in the report.
 */
export async function importAccounts(
  ctx: Context,
  file: { name: string; source: AsyncIterable<Uint8Array> },
): Promise<ImportSummary> {
  requirePermission(ctx.actor, 'account:create')
  const rows = readImport(file.source)
  // The heading is read first: a file that is none of ours leaves no report behind.
  let next = await rows.next()
  const id = newId()
  await AccountImport.query(ctx.db).insert({
    id,
    fileName: file.name
      .replace(/\p{Cc}/gu, '')
      .slice(0, 200)
      .toWellFormed(),
    startedBy: userIdOf(ctx.actor),
    startedAt: ctx.clock.now(),
  })
  const summary = { id, rows: 0, created: 0, alreadyThere: 0, faulty: 0 }
  while (!next.done) {
    const batch: ImportRow[] = []
    for (; !next.done && batch.length < BATCH_ROWS; next = await rows.next()) batch.push(next.value)
    await importBatch(ctx, batch, summary)
  }
  await AccountImport.query(ctx.db).patch({ finishedAt: ctx.clock.now() }).where({ id })
  return summary
}

type Counts = { -readonly [K in keyof ImportSummary]: ImportSummary[K] }

async function importBatch(ctx: Context, batch: readonly ImportRow[], summary: Counts): Promise<void> {
  const good = batch.flatMap((row) => (row.account ? [{ line: row.line, account: row.account }] : []))
  const faults = batch.flatMap((row) => row.faults ?? [])
  const counts = await withTransaction(ctx, async (tx) => {
    await lockDirectory(tx)
    const sorted = await sortOut(tx, good)
    await insertAccounts(tx, sorted.fresh)
    faults.push(...sorted.faults)
    const after: Counts = {
      ...summary,
      rows: summary.rows + batch.length,
      created: summary.created + sorted.fresh.length,
      alreadyThere: summary.alreadyThere + sorted.alreadyThere,
      faulty: summary.faulty + new Set(faults.map(({ line }) => line)).size,
    }
    if (faults.length > 0) {
      await AccountImportFault.query(tx.db).insert(
        faults.map(({ column, ...fault }) => ({ ...fault, columnName: column, importId: summary.id })),
      )
    }
    const { id, ...figures } = after
    await AccountImport.query(tx.db).patch(figures).where({ id })
    return after
  })
  Object.assign(summary, counts)
}

/** Which of the rows are new, by what the database holds and by the rows before them. */
async function sortOut(tx: TransactionContext, rows: readonly { line: number; account: CreateAccount }[]) {
  const sirens = new Set(
    (
      await Account.query(tx.db)
        .select('siren')
        .whereIn(
          'siren',
          rows.map(({ account }) => account.siren),
        )
    ).map(({ siren }) => siren),
  )
  const emails = new Set(
    (
      await User.query(tx.db)
        .select('email')
        .whereIn(
          'email',
          rows.map(({ account }) => account.email),
        )
    ).map(({ email }) => email),
  )
  const fresh: CreateAccount[] = []
  const faults: ImportFault[] = []
  let alreadyThere = 0
  for (const { line, account } of rows) {
    if (sirens.has(account.siren)) alreadyThere += 1
    else if (emails.has(account.email)) {
      faults.push({ line, column: 'email', code: 'emailTaken', value: account.email })
    } else {
      sirens.add(account.siren)
      emails.add(account.email)
      fresh.push(account)
    }
  }
  return { fresh, faults, alreadyThere }
}
