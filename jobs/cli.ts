import { loadConfig } from '#app/config/config.ts'
import { system } from '#app/domain/access/actor.ts'
import { openRuntime } from '#app/runtime.ts'
import { runCommandLine } from '#jobs/cli/run.ts'

// The command line: `npm run vigie -- COMMAND`. It acts as the system, under the name `cli` in the audit.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
  async withContext(work) {
    const runtime = openRuntime(loadConfig(), 'cli')
    try {
      return await work(runtime.context(system('cli')))
    } finally {
      await runtime.close()
    }
  },
})
