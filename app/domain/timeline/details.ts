import type { Context } from '#app/domain/context.ts'
import type { Bilingual } from '#app/i18n/bilingual.ts'
import { rows } from '#db/client.ts'

/** A document by its names, and whose it is where that matters. */
export interface NamedDocument {
  name: Bilingual
  subject: string
}

/** What became of one mail of a notice. */
export interface Delivery {
  address: string
  /** Taken by the mail server, refused for good, not sent since it was over by then, or still tried. */
  result: 'accepted' | 'refused' | 'withdrawn' | 'waiting'
  /** When it was accepted. */
  at: Date | null
  /** What the server said last. */
  response: string | null
}

/** The mails of these ids, in one statement. */
export async function readDeliveries(
  ctx: Pick<Context, 'db'>,
  mailIds: readonly string[],
): Promise<Map<string, Delivery>> {
  if (mailIds.length === 0) return new Map()
  const found = await rows<Delivery & { id: string }>(
    ctx.db,
    `select id, to_address as address, sent_at as at, provider_response as response,
         case status when 'sent' then 'accepted' when 'failed' then 'refused' when 'withdrawn' then 'withdrawn'
           else 'waiting' end as result
       from mails where id = any(cast(:mailIds as uuid[]))`,
    { mailIds },
  )
  return new Map(found.map(({ id, ...delivery }) => [id, delivery]))
}

/** What these requirements ask for, in one statement. */
export async function readNames(
  ctx: Pick<Context, 'db'>,
  requirementIds: readonly string[],
): Promise<Map<string, NamedDocument>> {
  if (requirementIds.length === 0) return new Map()
  const found = await rows<NamedDocument & { id: string }>(
    ctx.db,
    `select q.id, q.subject, jsonb_build_object('fr', t.name_fr, 'en', t.name_en) as name
       from requirements q join document_types t on t.code = q.document_type
      where q.id = any(cast(:requirementIds as uuid[]))`,
    { requirementIds: [...new Set(requirementIds)] },
  )
  return new Map(found.map(({ id, ...document }) => [id, document]))
}
