/**
 * Everything that a verb or query may refuse with. A closed union: app/http maps each kind to one HTTP
 * status and one text, exhaustively. `code` is an i18n key below `errors:`; raw messages never reach a client.
 */
export type DomainErrorKind =
  | 'NotFound'
  | 'Forbidden'
  | 'Conflict'
  | 'Invalid'
  | 'PreconditionFailed'
  | 'LimitExceeded'

/** Facts that the text of an error needs, such as a limit or who decided first. Never secrets. */
export type ErrorFacts = Readonly<Record<string, string | number>>

export class DomainError extends Error {
  override readonly name = 'DomainError'
  constructor(
    readonly kind: DomainErrorKind,
    /** i18n key below `errors:` */
    readonly code: string,
    readonly facts: ErrorFacts = {},
  ) {
    super(`${kind}: ${code}`)
  }
}

/** The thing does not exist, or the actor may not know that it does. */
export const notFound = (code = 'notFound', facts?: ErrorFacts) => new DomainError('NotFound', code, facts)
/** The actor is known and lacks the permission. */
export const forbidden = (code = 'forbidden', facts?: ErrorFacts) => new DomainError('Forbidden', code, facts)
/** Somebody else changed the thing first; nothing was done. */
export const conflict = (code = 'conflict', facts?: ErrorFacts) => new DomainError('Conflict', code, facts)
/** The input breaks a rule that a schema alone cannot check. */
export const invalid = (code: string, facts?: ErrorFacts) => new DomainError('Invalid', code, facts)
/** The thing is not in a state that allows this. */
export const preconditionFailed = (code: string, facts?: ErrorFacts) =>
  new DomainError('PreconditionFailed', code, facts)
/** Too much or too often. `facts.retryAfterSeconds` where waiting helps. */
export const limitExceeded = (code: string, facts?: ErrorFacts) =>
  new DomainError('LimitExceeded', code, facts)

/** True for a DomainError, also one thrown by a second copy of this module (server build beside tsx). */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && error.name === 'DomainError' && 'kind' in error && 'code' in error
}
