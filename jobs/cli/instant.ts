import { UsageError } from '#jobs/cli/command.ts'

/** A day, or an instant with its zone: without one it would depend on the machine what is meant. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

/** The instant that an option gives; undefined where it was left out. Throws UsageError for anything else. */
export function readInstant(option: string, text: string | boolean | undefined): Date | undefined {
  if (typeof text !== 'string') return undefined
  const at = new Date(text)
  if (!INSTANT.test(text) || Number.isNaN(at.getTime()) || !isRealDay(text)) {
    throw new UsageError(
      `${option}: expected an instant with its zone, such as 2027-01-15T08:00:00Z, got "${text}"`,
    )
  }
  return at
}

/** JavaScript reads 30 February as 2 March. */
function isRealDay(text: string): boolean {
  const day = text.slice(0, 10)
  return new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) === day
}
