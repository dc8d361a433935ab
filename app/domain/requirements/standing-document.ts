import { parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/** What is asked for: a type, and whose where the type is about a person. */
export interface Asked {
  accountId: string
  documentType: string
  subject: string
}

/**
 * The accepted document that still answers this question (never ask twice), or null: the newest of the same
 * account, type and subject whose end date, where it has one, is not over.
 */
export async function standingDocument(
  ctx: Pick<Context, 'db' | 'clock'>,
  asked: Asked,
): Promise<{ id: string; acceptedAt: Date } | null> {
  const [found] = await rows<{ id: string; acceptedAt: Date }>(
    ctx.db,
    `select id, accepted_at from documents
      where account_id = :accountId and document_type = :documentType and subject = :subject
        and (expires_on is null or expires_on >= :today)
      order by accepted_at desc limit 1`,
    { ...asked, today: parisDay(ctx.clock.now()).toString() },
  )
  return found ?? null
}
