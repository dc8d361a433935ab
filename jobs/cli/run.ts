import { parseArgs } from 'node:util'
import type { Context } from '#app/domain/context.ts'
import { isDomainError } from '#app/domain/errors.ts'
import { errorText } from '#app/i18n/field-errors.ts'
import { translator } from '#app/i18n/translate.ts'
import { accountsImport } from '#jobs/cli/accounts-import.ts'
import { auditReplay } from '#jobs/cli/audit-replay.ts'
import { auditVerify } from '#jobs/cli/audit-verify.ts'
import { type Command, UsageError } from '#jobs/cli/command.ts'
import { mailBounced } from '#jobs/cli/mail-bounced.ts'
import { statusExport } from '#jobs/cli/status-export.ts'
import { sweep } from '#jobs/cli/sweep.ts'
import { userCreate } from '#jobs/cli/user-create.ts'

const COMMANDS: readonly Command[] = [
  sweep,
  auditVerify,
  auditReplay,
  statusExport,
  userCreate,
  accountsImport,
  mailBounced,
]

export interface Terminal {
  out(line: string): void
  error(line: string): void
  /** Opens what the commands need; called only once the command line is known to be right. */
  withContext<T>(work: (ctx: Context) => Promise<T>): Promise<T>
}

/** Runs one command line and returns the exit code: 0 done, 1 refused or not done, 2 typed wrongly. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await runChecked(args, terminal)
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.error(`vigie: ${error.message}`)
      return 2
    }
    terminal.error(`vigie: ${failure(error)}`)
    return 1
  }
}

async function runChecked(args: readonly string[], terminal: Terminal): Promise<number> {
  const command = COMMANDS.find(({ name }) => name.split(' ').every((word, index) => args[index] === word))
  if (!command) return withoutCommand(args, terminal)
  const rest = args.slice(command.name.split(' ').length)
  const { values, positionals } = parse(command, rest)
  if (values.help) {
    for (const line of help(command)) terminal.out(line)
    return 0
  }
  if (positionals.length > 0 && !/FILE|DIR/.test(command.usage)) {
    throw new UsageError(`${command.name}: unexpected "${positionals[0]}"; see vigie ${command.name} --help`)
  }
  const work = command.prepare({ values, positionals })
  return terminal.withContext((ctx) => work(ctx, terminal.out))
}

function withoutCommand(args: readonly string[], terminal: Terminal): number {
  const [first] = args
  if (first === '--help' || first === '-h' || first === 'help') {
    for (const line of overview()) terminal.out(line)
    return 0
  }
  const known = COMMANDS.map(({ name }) => name).join(', ')
  throw new UsageError(
    first ? `unknown command "${args.join(' ')}". Known: ${known}` : `expected a command: ${known}`,
  )
}

function parse(command: Command, args: readonly string[]) {
  const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    })
    return { values: values as Record<string, string | boolean | undefined>, positionals }
  } catch (error) {
    const [line = ''] = (error as Error).message.split('. ')
    throw new UsageError(`${command.name}: ${line.replace(/\.$/, '')}; see vigie ${command.name} --help`)
  }
}

const overview = (): string[] => [
  'usage: npm run vigie -- COMMAND',
  '',
  ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(18)}${summary}`),
  '',
  'COMMAND --help tells more of each. Variables as for the worker: docs/operations.md.',
]

const help = ({ name, usage, summary, details }: Command): string[] => [
  `usage: npm run vigie -- ${name} ${usage}`,
  '',
  `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
  '',
  ...details.map((line) => `  ${line}`),
]

/** One line for people; what the domain refuses has a text of its own. */
function failure(error: unknown): string {
  if (isDomainError(error)) return errorText(translator('en'), error.code, error.facts)
  const message = error instanceof Error ? error.message || error.name : String(error)
  return message.split('\n')[0] ?? message
}
