import type { Context } from '#app/domain/context.ts'
import { newId } from '#app/domain/ids.ts'
import { rows } from '#db/client.ts'
import type { Probe } from '#db/models/probes.ts'

/** A probe held by one run of one worker until its lease ends. */
export interface ClaimedProbe extends Probe {
  readonly claim: string
}

/**
 * Claims at most `limit` probes that are due, the longest overdue first; several workers at once get different
 * ones. Those of a worker that died are due again once its lease has ended.
 */
export function claimProbes(
  ctx: Context,
  { limit, leaseSeconds }: { limit: number; leaseSeconds: number },
): Promise<ClaimedProbe[]> {
  const now = ctx.clock.now()
  return rows<ClaimedProbe>(
    ctx.db,
    `update probe_states s set claim = :claim, claimed_until = :until
       from probes p
      where p.id = s.probe_id and s.probe_id in (
        select due.probe_id from probe_states due join probes on probes.id = due.probe_id
         where probes.enabled and due.next_due_at <= :now
           and (due.claimed_until is null or due.claimed_until < :now)
         order by due.next_due_at, due.probe_id limit :limit for update of due skip locked)
     returning p.*, s.claim`,
    { claim: newId(), now, until: new Date(now.getTime() + leaseSeconds * 1000), limit },
  )
}
