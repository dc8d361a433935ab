import type { TransactionContext } from '#app/domain/context.ts'
import { queueTask } from '#db/queue.ts'

/** Queues a run of the probes, now or at `runAt`. One that waits already is replaced: it looks at what is due then. */
export const queueRun = (tx: TransactionContext, runAt?: Date): Promise<void> =>
  queueTask(tx.db, 'run_probes', {}, { key: 'run_probes', keyMode: 'replace', runAt })
