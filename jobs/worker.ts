import { loadConfig } from '#app/config/config.ts'
import { openRuntime } from '#app/runtime.ts'
import { startWorker } from '#jobs/start-worker.ts'

// The worker process: the queue and the schedule; any number of them (`npm run worker`).
const runtime = openRuntime(loadConfig(), 'worker')
const worker = startWorker(runtime)

/** A stop that takes longer is not waited for: the jobs that run then are done again by another worker. */
const STOP_SECONDS = 20

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  setTimeout(() => {
    runtime.log.error({ seconds: STOP_SECONDS }, 'did not stop in time')
    process.exit(1)
  }, STOP_SECONDS * 1000).unref()
  await worker.stop()
  await runtime.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
// Started by `npm start`: leave when it is gone, even when it was killed.
process.on('disconnect', () => void stop())
if (process.connected === false) void stop()
