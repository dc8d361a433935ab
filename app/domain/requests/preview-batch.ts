import { requirePermission } from '#app/domain/access/permissions.ts'
import { BY_NAME } from '#app/domain/accounts/by-name.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import { toldOn } from '#app/domain/notices/told-on.ts'
import { fairClockPauses } from '#app/domain/outages/fair-clock-pauses.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { chosenAccounts } from '#app/domain/requests/choose-accounts.ts'
import { findBatch } from '#app/domain/requests/find-batch.ts'
import { judge } from '#app/domain/requests/judge-accounts.ts'
import type { RequestReason } from '#app/domain/requests/schemas.ts'
import { rows } from '#db/client.ts'

/** What confirming a batch would do, as of now. */
export interface BatchPreview {
  /** Accounts that fit, those that would be left out included. */
  chosen: number
  /** Accounts that would be asked. */
  asked: number
  /** Requirements that would be opened. */
  documents: number
  skipped: { reason: RequestReason; count: number }[]
  /** Mails that would go out at once: one for each member of an account that was not written to today. */
  mails: number
  /** Accounts written to today already: they hear of it with the next digest. */
  toldLater: number
  /** The upload portal is down: nobody is written to before it is back. */
  silent: boolean
  /** The first that would be asked, by name. */
  first: { id: string; name: string; siren: string; documents: number }[]
  /** To answer, where the batch chose neither days nor a date. */
  usualDays: number
  /** The number must be typed: more than half of all accounts that are not closed are chosen. */
  mustType: boolean
  /** Stands for exactly these accounts and what is asked of each. */
  fingerprint: string
}

/** How many of the accounts that would be asked are shown by name. */
const SHOWN = 20

/** What a prepared batch would ask, of whom. Two statements for any number of accounts. NotFound. */
export async function previewBatch(ctx: Context, batchId: string): Promise<BatchPreview> {
  requirePermission(ctx.actor, 'request-batch:manage')
  const batch = await findBatch(ctx, batchId)
  const { rules } = await currentPolicy(ctx)
  const { ctes, bindings } = judge(ctx, chosenAccounts(batch), batch, rules)
  const [found] = await rows<Omit<BatchPreview, 'mustType' | 'silent' | 'usualDays'> & { open: number }>(
    ctx.db,
    `with ${ctes}, asked as materialized (
       select v.account_id, v.documents, ${toldOn('v.account_id', 'cast(:today as date)')} as told
       from verdicts v where v.obstacle is null
     ), skipped as (
       select obstacle as reason, count(*) as count from verdicts where obstacle is not null group by obstacle
     ), first as (
       select a.id, a.name, a.siren, asked.documents from asked join accounts a on a.id = asked.account_id
       order by ${BY_NAME} limit :shown
     )
     select (select count(*) from verdicts) as chosen, count(*) as asked,
       cast(coalesce(sum(documents), 0) as bigint) as documents, count(*) filter (where told) as told_later,
       (select count(*) from users u join asked a on a.account_id = u.account_id
         where not a.told and u.role = 'member' and u.disabled_at is null) as mails,
       coalesce((select jsonb_agg(s order by s.count desc, s.reason) from skipped s), '[]') as skipped,
       coalesce((select jsonb_agg(f order by search_key(f.name) collate "C", f.id) from first f), '[]') as first,
       ${FINGERPRINT} as fingerprint,
       (select count(*) from accounts where closed_at is null) as open
     from asked`,
    { ...bindings, today: parisDay(ctx.clock.now()).toString(), shown: SHOWN },
  )
  if (!found) throw new Error('an aggregate has one row')
  const { open, ...preview } = found
  return {
    ...preview,
    usualDays: rules.deadlineDays,
    mustType: needsTyping(preview.chosen, open),
    silent: await fairClockPauses(ctx),
  }
}

/** Over rows with `account_id` and `documents`, in any order. */
export const FINGERPRINT = `count(*) || ':' ||
  coalesce(sum(hashtextextended(account_id || ':' || documents, 0)), 0)`

/** So many that it may be everybody by mistake. */
export const needsTyping = (chosen: number, open: number) => chosen * 2 > open
