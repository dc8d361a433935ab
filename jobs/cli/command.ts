import type { ParseArgsOptionsConfig } from 'node:util'
import type { Context } from '#app/domain/context.ts'

/** What was given on the command line, after its options were checked against the command's own. */
export interface Given {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
}

export interface Command {
  /** As it is typed, such as `audit verify`. */
  readonly name: string
  readonly summary: string
  /** What stands after the name in the usage line. */
  readonly usage: string
  /** Lines below the usage: each option and what the command answers. */
  readonly details: readonly string[]
  readonly options: ParseArgsOptionsConfig
  /** Checks what was given before anything is opened, and returns the work. Throws UsageError. */
  prepare(given: Given): (ctx: Context, print: (line: string) => void) => Promise<ExitCode>
}

/** 0 done; 1 the answer is no, or it could not be done. Wrong usage ends with 2. */
export type ExitCode = 0 | 1

/** The command was typed wrongly: one line, exit 2, nothing opened. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
