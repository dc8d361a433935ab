import { recordAudit } from '#app/domain/audit/record.ts'
import { hears } from '#app/domain/broadcasts/audience.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { type BroadcastId, newId } from '#app/domain/ids.ts'
import { rows } from '#db/client.ts'
import { queueTask } from '#db/queue.ts'

/** Why a delivery was skipped, where its answer would stand. */
export const SKIP_REASONS = { overtaken: 'overtaken', left: 'left', withdrawn: 'withdrawn' } as const

/**
 * Fixes who receives an update, in the transaction that publishes it; its caller has checked who may. One
 * delivery per confirmed subscriber who wants this kind and one of the update's components; an update that
 * names none speaks for all components of its incident. Those still waiting for an earlier update of the
 * incident are not told it any more. NotFound for an unknown update; an update is broadcast once, and once
 * again for each reminder of it: so many minutes before the start of a maintenance.
 */
export async function startBroadcast(
  tx: TransactionContext,
  updateId: string,
  reminderMinutes: number | null = null,
): Promise<BroadcastId> {
  const broadcastId = newId<BroadcastId>()
  const now = tx.clock.now()
  // Deliveries and their broadcast in one statement: foreign keys are checked when it ends.
  const [started] = await rows<{ recipients: number; incidentId: string }>(
    tx.db,
    `with news as (
       select u.id, u.incident_id, i.kind, array(
         select cast(component_id as text) from incident_update_components where update_id = u.id
         union all
         select cast(component_id as text) from incident_components where incident_id = u.incident_id
           and not exists (select 1 from incident_update_components where update_id = u.id)) as touched
         from incident_updates u join incidents i on i.id = u.incident_id where u.id = :updateId),
     addressed as (
       insert into deliveries (broadcast_id, subscriber_id, next_attempt_at)
       select :broadcastId, s.id, :now from subscribers s, news where ${hears('news.kind', 'news.touched')}
       order by s.id returning 1),
     broadcast as (
       insert into broadcasts (id, update_id, reminder_minutes, recipients, created_at, finished_at)
       select :broadcastId, news.id, cast(:reminderMinutes as integer), counted.total, :now,
              case counted.total when 0 then cast(:now as timestamptz) end
         from news, (select count(*) as total from addressed) counted
       returning recipients)
     select broadcast.recipients, news.incident_id from broadcast, news`,
    { broadcastId, updateId, reminderMinutes, now },
  )
  if (!started) throw notFound()
  await recordAudit(tx, {
    action: 'broadcast.started',
    subjectType: 'broadcast',
    subjectId: broadcastId,
    accountId: null,
    after: { updateId, recipients: started.recipients, ...(reminderMinutes !== null && { reminderMinutes }) },
  })
  for (const overtaken of await overtake(tx, broadcastId, started.incidentId)) {
    await queueBroadcast(tx, overtaken)
  }
  if (started.recipients > 0) await queueBroadcast(tx, broadcastId)
  return broadcastId
}

/** Queues the sending of a broadcast, at once or at `runAt`. What waited for its retries is replaced. */
export const queueBroadcast = (tx: TransactionContext, broadcastId: string, runAt?: Date): Promise<void> =>
  queueTask(
    tx.db,
    'send_broadcast',
    { broadcastId },
    { key: `broadcast:${broadcastId}`, keyMode: 'replace', runAt },
  )

/** Skips what recipients of this broadcast have not yet been sent of the same incident. Returns those broadcasts. */
async function overtake(tx: TransactionContext, broadcastId: string, incidentId: string): Promise<string[]> {
  const skipped = await rows<{ broadcastId: string }>(
    tx.db,
    `with skipped as (
       update deliveries older set status = 'skipped', provider_response = :reason
         from deliveries newer, broadcasts b, incident_updates u
        where newer.broadcast_id = :broadcastId and older.subscriber_id = newer.subscriber_id
          and older.broadcast_id = b.id and b.finished_at is null and b.id <> :broadcastId
          and u.id = b.update_id and u.incident_id = :incidentId and older.status = 'queued'
       returning older.broadcast_id)
     select distinct broadcast_id from skipped`,
    { broadcastId, incidentId, reason: SKIP_REASONS.overtaken },
  )
  return skipped.map((row) => row.broadcastId)
}
