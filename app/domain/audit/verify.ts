import { requirePermission } from '#app/domain/access/permissions.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { rows } from '#db/client.ts'

/** Why an entry does not fit. */
export type AuditFlaw =
  /** Its content is not what was hashed. */
  | 'changed'
  /** One or more entries before it are missing, or it does not link to the one before. */
  | 'broken_link'
  /** It stands in the chain of another account. */
  | 'wrong_chain'
  /** The chain ends before its head: the entry with this number is gone, or the head is not its own. */
  | 'cut_off'
  /** Entries without a head. */
  | 'no_head'

export interface AuditBreak {
  chain: string
  /** Number in the chain of the first entry that does not fit, or that is missing at its end. */
  seq: number
  /** Null when the entry itself is missing. */
  entryId: number | null
  flaw: AuditFlaw
}

export interface AuditReport {
  ok: boolean
  chains: number
  /** How many were recomputed: all of them, or up to the batch of the first break. */
  entries: number
  /** First of all in the order of chains and numbers; null when every entry fits. */
  firstBreak: AuditBreak | null
}

/** Entries recomputed in one statement: bounds the memory that one step needs. */
const BATCH = 10_000

/**
 * Recomputes every hash of every chain in PostgreSQL, in batches, as of one instant, and stops at the first
 * entry that does not fit. Reads only.
 */
export async function verifyAudit(ctx: Context, { batch = BATCH } = {}): Promise<AuditReport> {
  requirePermission(ctx.actor, 'audit:read')
  return withTransaction(ctx, async (tx) => {
    // One snapshot: entries appended meanwhile are no break.
    await tx.db.raw('set transaction isolation level repeatable read read only')
    let entries = 0
    let firstBreak = await firstHeadBreak(tx)
    let last: Last = { chain: '', seq: 0, hash: Buffer.alloc(0) }
    for (;;) {
      const [step] = await rows<Step>(tx.db, STEP_SQL, { ...last, batch })
      if (!step || step.count === 0) break
      entries += step.count
      firstBreak = earlier(firstBreak, step.broken)
      last = { chain: step.chain, seq: step.seq, hash: step.hash }
      if (step.broken || (firstBreak && last.chain > firstBreak.chain)) break
    }
    const [heads] = await rows<{ count: number }>(tx.db, 'select count(*) as count from audit_chains')
    return { ok: firstBreak === null, chains: heads?.count ?? 0, entries, firstBreak }
  })
}

interface Last {
  chain: string
  seq: number
  hash: Buffer
}

interface Step extends Last {
  count: number
  broken: AuditBreak | null
}

/** One batch: the numbers, links and hashes of the entries after (chain, seq), the first of which links to `hash`. */
const STEP_SQL = `
  with next as materialized (
    select entry from audit_entries entry where (chain, seq) > (:chain, cast(:seq as bigint))
    order by chain, seq limit :batch
  ), batch as materialized (
    select (entry).id, (entry).chain, (entry).seq, (entry).hash, (entry).prev_hash,
      (entry).hash <> audit_hash(entry) as changed,
      (entry).chain <> coalesce('account:' || (entry).account_id, 'platform') as elsewhere,
      lag((entry).seq) over w as prev_seq, lag((entry).hash) over w as linked
    from next window w as (partition by (entry).chain order by (entry).seq)
  ), checked as (
    select *,
      case when prev_seq is not null then prev_seq when chain = :chain then :seq else 0 end as expected_prev_seq,
      case when prev_seq is not null then linked when chain = :chain then :hash
        else sha256(convert_to(chain, 'UTF8')) end as expected_link
    from batch
  ), flawed as (
    select id, chain, seq, case when changed then 'changed' when elsewhere then 'wrong_chain' else 'broken_link' end as flaw
    from checked
    where changed or elsewhere or seq <> expected_prev_seq + 1 or prev_hash <> expected_link
    order by chain, seq limit 1
  )
  select (select count(*) from batch) as count, l.chain, l.seq, l.hash,
    case when f.id is not null
      then jsonb_build_object('chain', f.chain, 'seq', f.seq, 'entryId', f.id, 'flaw', f.flaw) end as broken
  from (select chain, seq, hash from batch order by chain desc, seq desc limit 1) l left join flawed f on true`

/** The first chain whose end is not what its head says. */
async function firstHeadBreak(ctx: Context): Promise<AuditBreak | null> {
  const [found] = await rows<{ chain: string; seq: number; entryId: number | null; flaw: AuditFlaw }>(
    ctx.db,
    `with ends as (select distinct on (chain) chain, seq, hash, id from audit_entries order by chain, seq desc)
     select coalesce(h.chain, e.chain) as chain, case when h.chain is null then 'no_head' else 'cut_off' end as flaw,
       case when e.seq = h.seq or h.chain is null then e.seq else coalesce(e.seq, 0) + 1 end as seq,
       case when e.seq = h.seq or h.chain is null then e.id end as entry_id
     from audit_chains h full join ends e on e.chain = h.chain
     where h.chain is null or (e.chain is null and h.seq > 0) or e.seq <> h.seq or e.hash <> h.hash
     order by 1 limit 1`,
  )
  return found ?? null
}

/** Of two breaks the one that stands first. Within a chain an entry that does not fit precedes its end. */
function earlier(a: AuditBreak | null, b: AuditBreak | null): AuditBreak | null {
  if (!a || !b) return a ?? b
  if (a.chain !== b.chain) return a.chain < b.chain ? a : b
  return b.seq <= a.seq ? b : a
}
