import { exportStatus } from '#app/export-status.ts'
import { type Command, UsageError } from '#jobs/cli/command.ts'

export const statusExport: Command = {
  name: 'status export',
  summary: 'write the status page as files for a web server or CDN',
  usage: 'DIR',
  details: [
    'DIR         made when missing; pages, API and feeds lie in it under their addresses, each beside its',
    '            compressed forms (.br, .gz); what an earlier export wrote and is gone is removed',
    'Each page says when it was confirmed. Without a database the status that was kept last is written.',
  ],
  options: {},
  prepare({ positionals: [directory, ...more] }) {
    if (!directory || more.length > 0) throw new UsageError('status export: expected one directory')
    return async (ctx, print) => {
      const { files, confirmedAt } = await exportStatus(ctx, directory)
      print(`${files} files in ${directory}, confirmed at ${confirmedAt.toISOString()}`)
      return 0
    }
  },
}
