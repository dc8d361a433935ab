import { readFileSync } from 'node:fs'
import { parseConfig } from '#app/config/config.ts'
import { system } from '#app/domain/access/actor.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { openRuntime } from '#app/runtime.ts'
import { taskList } from '#jobs/tasks.ts'

/** What this process tells of a sweep. */
export interface SweepMeasured {
  seconds: number
  /** The most memory that the process had, its program included. */
  peakMegabytes: number
  counts: { restrictedAccounts: number; reminders: number }
}

// One sweep in a process of its own, with everything loaded that a worker has: `DATABASE_URL` and so on, then AT.
const runtime = openRuntime(parseConfig(process.env), 'worker')
taskList(runtime, { stopping: new AbortController().signal, sayAlive: async () => undefined })
const at = new Date(process.argv[2] ?? '')
// A worker has its connection long before, and so has the statement beside us.
await runtime.db.raw('select 1')
const begun = performance.now()
const { counts } = await runSweep(runtime.context(system('sweep')), { at })
const seconds = (performance.now() - begun) / 1000
const measured: SweepMeasured = { seconds, peakMegabytes: peakKilobytes() / 1024, counts }
await runtime.close()
if (process.send) process.send(measured)
else console.log(JSON.stringify(measured))

/** Of this process alone: on Linux `resourceUsage` begins with what the parent had when it forked. */
function peakKilobytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
}
