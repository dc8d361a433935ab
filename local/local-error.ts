/** What is wrong with this machine and what to do about it, in one line for the person at the terminal. */
export class LocalError extends Error {
  override readonly name = 'LocalError'
}

/** The one line for whatever was thrown: a LocalError's own words, or the first line of any other error. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return (text.split('\n').find((line) => line.trim()) ?? 'unknown error').trim()
}

/** The system's code of a failed call, such as 'ENOENT'. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
