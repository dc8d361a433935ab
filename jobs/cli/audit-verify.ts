import { verifyAudit } from '#app/domain/audit/verify.ts'
import type { Command } from '#jobs/cli/command.ts'

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'recompute the audit and name the first entry that does not fit',
  usage: '[--json]',
  details: ['--json      answer with one JSON object', 'Exit code 1 when an entry does not fit.'],
  options: { json: { type: 'boolean' } },
  prepare({ values }) {
    return async (ctx, print) => {
      const report = await verifyAudit(ctx)
      const { ok, chains, entries, firstBreak } = report
      if (values.json) print(JSON.stringify(report))
      else if (firstBreak) {
        const { chain, seq, entryId, flaw } = firstBreak
        print(`broken: ${chain}, entry ${seq}${entryId === null ? '' : ` (id ${entryId})`}: ${flaw}`)
      } else print(`ok: ${entries} entries in ${chains} chains`)
      return ok ? 0 : 1
    }
  },
}
