import { hashToken } from '#app/domain/access/tokens.ts'
import { DAY_MS } from '#app/domain/clock.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { invalid } from '#app/domain/errors.ts'
import type { ApiKeyId } from '#app/domain/ids.ts'
import { affected, rows } from '#db/client.ts'

/** How long an answer is kept. */
export const KEPT_MS = DAY_MS

/** What a client asks under a key of its own choice. */
export interface KeyedRequest {
  readonly keyId: ApiKeyId
  readonly idempotencyKey: string
  /** All that makes the request what it is: method, path, input. */
  readonly asked: string
}

export interface KeptAnswer {
  readonly status: number
  readonly body: string
}

/**
 * Runs `work` once per idempotency key: asked again within a day, the kept answer comes back. The key is
 * claimed and the answer kept in the transaction of the work itself, so a process that dies leaves neither, a
 * refusal may be tried again, and of several at once the others wait for the first. Invalid when the key
 * served another request.
 */
export async function answerOnce(
  tx: TransactionContext,
  { keyId, idempotencyKey, asked }: KeyedRequest,
  work: () => Promise<KeptAnswer>,
): Promise<KeptAnswer & { replayed: boolean }> {
  const now = tx.clock.now()
  const claim = { keyId, keyHash: hashToken(idempotencyKey), fingerprint: hashToken(asked) }
  const claimed = await affected(
    tx.db,
    `insert into idempotency_keys as kept (api_key_id, key_hash, fingerprint, status, body, created_at)
     values (:keyId, :keyHash, :fingerprint, 0, '', :now)
     on conflict (api_key_id, key_hash) do update set fingerprint = excluded.fingerprint, created_at = :now
       where kept.created_at <= :forgotten`,
    { ...claim, now, forgotten: new Date(now.getTime() - KEPT_MS) },
  )
  if (claimed === 0) {
    const [kept] = await rows<KeptAnswer & { same: boolean }>(
      tx.db,
      `select status, body, fingerprint = :fingerprint as same from idempotency_keys
        where api_key_id = :keyId and key_hash = :keyHash`,
      claim,
    )
    if (!kept?.same) throw invalid('idempotencyKeyReused')
    return { status: kept.status, body: kept.body, replayed: true }
  }
  const answer = await work()
  await affected(
    tx.db,
    `update idempotency_keys set status = :status, body = :body
      where api_key_id = :keyId and key_hash = :keyHash`,
    { keyId, keyHash: claim.keyHash, ...answer },
  )
  return { ...answer, replayed: false }
}
