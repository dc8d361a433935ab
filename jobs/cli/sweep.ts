import { fixedClock } from '#app/domain/clock.ts'
import { type RenewalReport, renew } from '#app/domain/renewals/renew.ts'
import { runSweep, type SweepReport } from '#app/domain/sweep/run-sweep.ts'
import type { Command } from '#jobs/cli/command.ts'
import { readInstant } from '#jobs/cli/instant.ts'

export const sweep: Command = {
  name: 'sweep',
  summary: 'ask for what must be renewed, withhold what is overdue, send the notices of the day',
  usage: '[--at ISO] [--dry-run] [--json]',
  details: [
    '--at ISO    apply the rules as of this instant, with its zone: 2027-01-15T08:00:00Z (default: now)',
    '--dry-run   list what a run would do, and do nothing',
    '--json      answer with one JSON object',
  ],
  options: { at: { type: 'string' }, 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } },
  prepare({ values }) {
    const at = readInstant('--at', values.at)
    const dryRun = values['dry-run'] === true
    return async (ctx, print) => {
      const renewals = await renew(at ? { ...ctx, clock: fixedClock(at) } : ctx, { dryRun })
      const swept = await runSweep(ctx, { at, dryRun, listed: Number.POSITIVE_INFINITY })
      const report = { ...swept, renewals }
      if (values.json) print(JSON.stringify(report))
      else for (const line of describe(report)) print(line)
      return 0
    }
  },
}

function describe(report: SweepReport & { renewals: RenewalReport }): string[] {
  const would = report.dryRun ? 'would ' : ''
  const { asked, started } = report.renewals
  const renewed =
    asked + started > 0 ? [`${would}ask again for ${asked} documents and start ${started} clocks`] : []
  if (report.paused)
    return [...renewed, 'paused: a component needed to send documents is down; nothing is sent or withheld']
  return [
    ...(report.held
      ? [
          `held: ${report.held.accounts} accounts would newly be restricted, of ${report.held.activeAccounts} active ones; ` +
            `more than ${report.held.mostAccounts} wait for a release by an officer`,
        ]
      : []),
    ...renewed,
    ...report.restrictions.map(
      ({ accountId, accountName, grounds }) =>
        `${report.held ? 'held: ' : would}withhold ${Object.keys(grounds).sort().join(' and ')}: ${accountName} (${accountId}), ` +
        `${new Set(Object.values(grounds).flat()).size} overdue`,
    ),
    ...report.reminders.map(
      ({ accountId, accountName, requirementIds }) =>
        `${would}remind: ${accountName} (${accountId}), ${requirementIds.length} due`,
    ),
    `${report.at}, policy ${report.policyVersion}: ${report.counts.restrictedAccounts} to withhold from, ` +
      `${report.counts.reminders} to remind${report.dryRun ? ' (dry run: nothing done)' : ''}`,
  ]
}
