import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import type { CsvFault } from '#app/domain/csv/format.ts'
import { conflict, preconditionFailed } from '#app/domain/errors.ts'
import { newId } from '#app/domain/ids.ts'
import { holdBatch } from '#app/domain/requests/find-batch.ts'
import { readSirens, type SirenRow } from '#app/domain/requests/read-sirens.ts'
import { affected, rows } from '#db/client.ts'
import { RequestBatch } from '#db/models/requests.ts'

/** Rows that are looked up and written together, in one transaction. */
const BATCH_ROWS = 2_000

/**
 * Takes the accounts of a prepared batch from a CSV file of SIRENs, in place of those of a file before, while it
 * arrives: good rows and faults are written as they come, so the file is never in memory. Until the whole of it was
 * read the batch cannot be confirmed. Invalid for a file that cannot be read; NotFound; PreconditionFailed once the
 * batch was confirmed or when its accounts are chosen by a filter; Conflict when another upload took its place.
 */
export async function chooseByFile(
  ctx: Context,
  batchId: string,
  file: { name: string; source: AsyncIterable<Uint8Array> },
): Promise<void> {
  requirePermission(ctx.actor, 'request-batch:manage')
  const fileId = await begin(ctx, batchId, file.name)
  const read = readSirens(file.source)
  let count = 0
  for (let next = await read.next(); !next.done; ) {
    const some: SirenRow[] = []
    for (; !next.done && some.length < BATCH_ROWS; next = await read.next()) some.push(next.value)
    count += some.length
    await withTransaction(ctx, async (tx) => {
      await requireTurn(tx, batchId, fileId)
      await keepRows(tx, batchId, some)
    })
  }
  await withTransaction(ctx, async (tx) => {
    await requireTurn(tx, batchId, fileId)
    const readAt = tx.clock.now()
    await RequestBatch.query(tx.db).findById(batchId).patch({ fileLines: count, fileReadAt: readAt })
    await recordAudit(tx, about(batchId, 'request_batch.file_read', { fileId, rows: count }))
  })
}

/** Empties the batch for a new file. */
async function begin(ctx: Context, batchId: string, name: string): Promise<string> {
  const fileId = newId()
  const fileName = name
    .replace(/\p{Cc}/gu, '')
    .slice(0, 200)
    .toWellFormed()
  await withTransaction(ctx, async (tx) => {
    const batch = await holdBatch(tx, batchId)
    if (batch.status !== 'prepared' || batch.chosenBy !== 'file') {
      throw preconditionFailed('requests.notPrepared')
    }
    await affected(tx.db, 'delete from request_batch_sirens where batch_id = :batchId', { batchId })
    await affected(tx.db, 'delete from request_batch_faults where batch_id = :batchId', { batchId })
    await RequestBatch.query(tx.db)
      .findById(batchId)
      .patch({ fileName, fileId, fileLines: 0, fileReadAt: null })
    await recordAudit(tx, about(batchId, 'request_batch.file_begun', { fileId, fileName }))
  })
  return fileId
}

async function requireTurn(tx: TransactionContext, batchId: string, fileId: string): Promise<void> {
  const batch = await holdBatch(tx, batchId)
  if (batch.fileId !== fileId || batch.status !== 'prepared') throw conflict('sirens.overtaken')
}

/** Rows without an account, and those that say again what an earlier row said, are faults too. */
async function keepRows(tx: TransactionContext, batchId: string, some: readonly SirenRow[]): Promise<void> {
  const good = some.flatMap(({ line, siren }) => (siren === undefined ? [] : [{ line, siren }]))
  const kept = await rows<{ line: number }>(
    tx.db,
    `insert into request_batch_sirens (batch_id, siren, line)
       select cast(:batchId as uuid), r.siren, min(r.line)
         from jsonb_to_recordset(:good) as r (line integer, siren text) join accounts a on a.siren = r.siren
        group by r.siren
       on conflict do nothing returning line`,
    { batchId, good: JSON.stringify(good) },
  )
  const lines = new Set(kept.map(({ line }) => line))
  const left = good.filter(({ line }) => !lines.has(line))
  const known = await rows<{ siren: string; line: number }>(
    tx.db,
    `select siren, line from request_batch_sirens where batch_id = :batchId and siren = any(:sirens)`,
    { batchId, sirens: left.map(({ siren }) => siren) },
  )
  const firstLine = new Map(known.map(({ siren, line }) => [siren, line]))
  const faults = [
    ...some.flatMap(({ fault }) => fault ?? []),
    ...left.map(({ line, siren }): Omit<CsvFault, 'column'> => {
      const first = firstLine.get(siren)
      return { line, value: siren, code: first ? `sirens.repeated?line=${first}` : 'sirens.unknown' }
    }),
  ]
  await affected(
    tx.db,
    `insert into request_batch_faults (batch_id, line, code, value)
       select cast(:batchId as uuid), f.line, f.code, f.value
         from jsonb_to_recordset(:faults) as f (line integer, code text, value text)`,
    { batchId, faults: JSON.stringify(faults) },
  )
}

const about = (batchId: string, action: string, after: object) => ({
  action,
  subjectType: 'request_batch',
  subjectId: batchId,
  accountId: null,
  after,
})
