import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Context } from '#app/domain/context.ts'
import { importAccounts } from '#app/domain/imports/import-accounts.ts'
import { FAULTS_PER_PAGE, listImportFaults } from '#app/domain/imports/read-report.ts'
import { errorText } from '#app/i18n/field-errors.ts'
import { translator } from '#app/i18n/translate.ts'
import { type Command, UsageError } from '#jobs/cli/command.ts'

export const accountsImport: Command = {
  name: 'accounts import',
  summary: 'create accounts with their first member from a CSV file',
  usage: 'FILE.csv',
  details: [
    'Semicolons, commas or tabs; UTF-8; the columns of the template on the import page.',
    'A bad row is named with what is wrong and does not stop the others. Accounts that exist stay as they are,',
    'so a file may be imported again. Exit code 1 when a row was bad.',
  ],
  options: {},
  prepare({ positionals }) {
    const [file, ...more] = positionals
    if (!file || more.length > 0) throw new UsageError('accounts import: expected one file')
    return async (ctx, print) => {
      const found = await stat(file).catch(() => null)
      if (!found?.isFile()) throw new UsageError(`cannot read ${file}: no such file`)
      const summary = await importAccounts(ctx, { name: path.basename(file), source: createReadStream(file) })
      await printFaults(ctx, summary.id, print)
      const { rows, created, alreadyThere, faulty } = summary
      print(`${rows} rows: ${created} created, ${alreadyThere} there already, ${faulty} bad`)
      return faulty === 0 ? 0 : 1
    }
  },
}

async function printFaults(ctx: Context, importId: string, print: (line: string) => void): Promise<void> {
  const t = translator('en')
  let after: { line: number; column: string } | undefined
  for (;;) {
    const faults = await listImportFaults(ctx, importId, after)
    for (const { line, column, code, value } of faults) {
      print(`line ${line}${column && `, ${column}`}: ${errorText(t, code)}${value && ` ("${value}")`}`)
    }
    after = faults.at(-1)
    if (faults.length < FAULTS_PER_PAGE) return
  }
}
