import type { TaskList } from 'graphile-worker'
import { system } from '#app/domain/access/actor.ts'
import { forgetExpired } from '#app/domain/access/forget-expired.ts'
import { recoverDeliveries } from '#app/domain/broadcasts/recover-deliveries.ts'
import { sendBroadcast } from '#app/domain/broadcasts/send-broadcast.ts'
import type { Context } from '#app/domain/context.ts'
import { recoverMails, sendMail } from '#app/domain/mails/send-mail.ts'
import { advanceMaintenance } from '#app/domain/maintenance/advance-maintenance.ts'
import { continueSeries } from '#app/domain/maintenance/continue-series.ts'
import { sendReminders } from '#app/domain/maintenance/send-reminders.ts'
import { settleOutages } from '#app/domain/outages/settle-outages.ts'
import { runProbes } from '#app/domain/probes/run-probes.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { forgetDrafts } from '#app/domain/requests/forget-drafts.ts'
import { workOffBatch } from '#app/domain/requests/work-off-batch.ts'
import { recoverIntake } from '#app/domain/submissions/recover-intake.ts'
import { removeOrphans } from '#app/domain/submissions/remove-orphans.ts'
import { takeIn } from '#app/domain/submissions/take-in.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { openWebhookLane, type WebhookLane } from '#app/domain/webhooks/deliver-webhooks.ts'
import { forgetDeliveries } from '#app/domain/webhooks/forget-deliveries.ts'
import { queueNextDelivery } from '#app/domain/webhooks/queue-deliveries.ts'
import type { Runtime } from '#app/runtime.ts'
import { TASK_NAMES, type TaskName, type Tasks } from '#db/queue.ts'
import { forgetSlots } from '#db/slots.ts'
import { releaseDeadWorkers } from '#db/workers.ts'

/** What a task may know of the worker that runs it. */
export interface WorkerLife {
  /** Tells long tasks to end early. */
  readonly stopping: AbortSignal
  sayAlive(): Promise<void>
}

/** What the runs of one worker share. */
interface Shared extends WorkerLife {
  readonly sendWebhooks: WebhookLane
}

type Handlers = {
  [T in TaskName]: (ctx: Context, payload: Tasks[T], worker: Shared) => Promise<unknown>
}

/** Days for which a claimed slot is remembered. */
const SLOT_DAYS = 7

/** What each task does. All of them may run twice, on two machines at once, or die half way. */
const handlers: Handlers = {
  send_mail: (ctx, { mailId }) => sendMail(ctx, mailId),
  send_broadcast: (ctx, { broadcastId }, { stopping }) =>
    sendBroadcast(ctx, broadcastId, { signal: stopping }),
  sweep: (ctx) => runSweep(ctx),
  renew: (ctx) => renew(ctx),
  ask_in_bulk: (ctx, { batchId }, { stopping }) => workOffBatch(ctx, batchId, { signal: stopping }),
  take_in: (ctx, { submissionId }) => takeIn(ctx, submissionId),
  async advance_maintenance(ctx) {
    await advanceMaintenance(ctx)
    await sendReminders(ctx)
    await continueSeries(ctx)
  },
  settle_outages: (ctx, _, { stopping }) => settleOutages(ctx, { signal: stopping }),
  run_probes: (ctx, _, { stopping }) => runProbes(ctx, { signal: stopping }),
  deliver_webhooks: (ctx, _, { stopping, sendWebhooks }) => sendWebhooks(ctx, { signal: stopping }),
  async recover(ctx, _, worker) {
    // After an outage of the database this worker would else bury itself.
    await worker.sayAlive()
    const freed = await releaseDeadWorkers(ctx.db)
    const mails = await recoverMails(ctx)
    const deliveries = await recoverDeliveries(ctx)
    const intake = await recoverIntake(ctx)
    await queueNextDelivery(ctx)
    if (freed.length + mails + deliveries + intake > 0)
      ctx.log.warn({ freed, mails, deliveries, intake }, 'took over what a dead worker held')
  },
  async tidy(ctx) {
    const slots = await forgetSlots(ctx.db, SLOT_DAYS)
    const expired = await forgetExpired(ctx)
    const uploads = await removeOrphans(ctx)
    const webhooks = await forgetDeliveries(ctx)
    const drafts = await forgetDrafts(ctx)
    ctx.log.info({ slots, ...expired, uploads, webhooks, drafts }, 'tidied')
  },
}

/** The task list of the queue. Each run acts as the system, under the task's name in the audit. */
export function taskList(runtime: Pick<Runtime, 'context'>, worker: WorkerLife): TaskList {
  const shared = { ...worker, sendWebhooks: openWebhookLane() }
  const run =
    <T extends TaskName>(task: T) =>
    async (payload: unknown) => {
      await handlers[task](runtime.context(system(task)), payload as Tasks[T], shared)
    }
  return Object.fromEntries(TASK_NAMES.map((task) => [task, run(task)]))
}
