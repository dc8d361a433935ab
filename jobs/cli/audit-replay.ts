import { type DifferentAct, replayActs } from '#app/domain/replay/replay-acts.ts'
import { type Command, UsageError } from '#jobs/cli/command.ts'
import { readInstant } from '#jobs/cli/instant.ts'

export const auditReplay: Command = {
  name: 'audit replay',
  summary: 'decide again on everything that happened by itself, from what was stored with it',
  usage: '[--from ISO] [--until ISO] [--json]',
  details: [
    '--from ISO   only what happened at this instant or later, with its zone: 2027-01-15T08:00:00Z',
    '--until ISO  only what happened before this instant',
    '--json       answer with one JSON object',
    'Exit code 1 when a decision comes out otherwise.',
  ],
  options: { from: { type: 'string' }, until: { type: 'string' }, json: { type: 'boolean' } },
  prepare({ values }) {
    const from = readInstant('--from', values.from)
    const until = readInstant('--until', values.until)
    if (from && until && from >= until) throw new UsageError('--from: expected an instant before --until')
    return async (ctx, print) => {
      const report = await replayActs(ctx, { from, until })
      const { ok, acts, different, withoutInputs, listed } = report
      if (values.json) print(JSON.stringify(report))
      else {
        for (const act of listed) print(describe(act))
        if (listed.length < different) print(`and ${different - listed.length} more`)
        if (withoutInputs > 0)
          print(`${withoutInputs} acts keep no inputs: they are older than the keeping of them`)
        print(
          ok
            ? `ok: ${acts} decisions come out the same`
            : `${different} of ${acts} decisions come out otherwise`,
        )
      }
      return ok ? 0 : 1
    }
  },
}

function describe(act: DifferentAct): string {
  const { action, entryId, at, accountId, subjectId } = act
  const where = `${action} ${subjectId}, entry ${entryId} of ${accountId ? `account ${accountId}` : 'the platform'}, ${at}`
  if ('refused' in act) return `differs: ${where}: ${act.refused}`
  // An act of no name: there would have been none.
  const follows = 'action' in act.replayed ? 'nothing of it' : JSON.stringify(act.replayed)
  return `differs: ${where}: ${JSON.stringify(act.stored)} was done, ${follows} follows`
}
