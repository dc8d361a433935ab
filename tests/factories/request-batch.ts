import type { UserActor } from '#app/domain/access/actor.ts'
import { system } from '#app/domain/access/actor.ts'
import type { Context } from '#app/domain/context.ts'
import type { RequestBatchId } from '#app/domain/ids.ts'
import { prepareBatch } from '#app/domain/requests/prepare-batch.ts'
import { type BatchPreview, previewBatch } from '#app/domain/requests/preview-batch.ts'
import type { PrepareBatch } from '#app/domain/requests/schemas.ts'
import { startBatch } from '#app/domain/requests/start-batch.ts'
import { type WorkOptions, workOffBatch } from '#app/domain/requests/work-off-batch.ts'
import { type Database, rows } from '#db/client.ts'
import type { Account } from '#db/models/access.ts'
import { addAccount } from '#tests/factories/account.ts'
import { deskContext, NOW } from '#tests/factories/context.ts'
import { addUser } from '#tests/factories/user.ts'

/** Bank details of every account that fits `given`, unless told otherwise. */
export const prepare = (ctx: Context, given: Partial<PrepareBatch> = {}): Promise<RequestBatchId> =>
  prepareBatch(ctx, { chosenBy: 'filter', what: 'types', documentTypes: ['bank_details'], ...given })

/** Confirms what the preview shows, its number typed. Returns the preview. */
export async function confirm(ctx: Context, batchId: string): Promise<BatchPreview> {
  const preview = await previewBatch(ctx, batchId)
  await startBatch(ctx, { batchId, fingerprint: preview.fingerprint, typed: String(preview.asked) })
  return preview
}

/** Works as the worker does. */
export const work = (db: Database, batchId: string, options?: WorkOptions, at = NOW): Promise<void> =>
  workOffBatch(deskContext(db, system('ask_in_bulk'), at), batchId, options)

/** Prepares, confirms and works off. */
export async function askMany(ctx: Context, given: Partial<PrepareBatch> = {}): Promise<RequestBatchId> {
  const id = await prepare(ctx, given)
  await confirm(ctx, id)
  await work(ctx.db, id)
  return id
}

/** How it went: `asked`, `skipped already_open`, by account. */
export async function outcomes(db: Database, batchId: string): Promise<Record<string, string>> {
  const found = await rows<{ accountId: string; how: string }>(
    db,
    `select account_id, concat_ws(' ', status, reason) as how from request_items where batch_id = :batchId`,
    { batchId },
  )
  return Object.fromEntries(found.map(({ accountId, how }) => [accountId, how]))
}

/** What is open of an account, `type subject`, in order. */
export async function openOf(db: Database, accountId: string): Promise<string[]> {
  const found = await rows<{ what: string }>(
    db,
    `select trim(document_type || ' ' || subject) as what from requirements
      where account_id = :accountId and closed_at is null order by 1`,
    { accountId },
  )
  return found.map(({ what }) => what)
}

/** An officer, and the desk at which requests are made. */
export async function requestDesk(db: Database): Promise<{ ctx: Context; officer: UserActor }> {
  const officer = await addUser(deskContext(db, system('test')), 'officer', { name: 'Olive Officier' })
  return { ctx: deskContext(db, officer), officer }
}

/** An account with a member, so that it can be asked. */
export async function addAskable(ctx: Context, given: Partial<Account> = {}): Promise<Account> {
  const added = await addAccount(ctx, given)
  await addUser(ctx, 'member', { accountId: added.id })
  return added
}
