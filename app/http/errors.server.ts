import { data } from '@remix-run/node'
import { type DomainError, type DomainErrorKind, isDomainError } from '#app/domain/errors.ts'

/** What an error page or an answer to a form may know: a key for its text, facts for it, and the reference. */
export interface ErrorBody {
  /** i18n key below `errors:` */
  code: string
  facts: Record<string, string | number>
  /** For support: finds the request in the log. */
  requestId: string
}

/** One HTTP status for each kind of domain error; the compiler asks for the next kind. */
export function statusOf(kind: DomainErrorKind): number {
  switch (kind) {
    case 'NotFound':
      return 404
    case 'Forbidden':
      return 403
    case 'Conflict':
      return 409
    case 'Invalid':
      return 422
    case 'PreconditionFailed':
      return 412
    case 'LimitExceeded':
      return 429
  }
}

/** A refusal as a thrown answer, which the nearest error boundary shows. */
export function refusal(status: number, code: string, requestId: string, facts: ErrorBody['facts'] = {}) {
  return data({ code, facts, requestId } satisfies ErrorBody, { status, headers: retryAfter(facts) })
}

/** `Retry-After`, where the error knows when waiting will have helped. */
export function retryAfter(facts: ErrorBody['facts']): Headers {
  const { retryAfterSeconds } = facts
  return new Headers(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) })
}

/** What to throw for an error that a handler let through: domain errors as their status, others as they are. */
export function toThrowable(error: unknown, requestId: string): unknown {
  return isDomainError(error) ? refusal(statusOf(error.kind), error.code, requestId, error.facts) : error
}

/** True for errors that belong into the form itself: the reader keeps what was typed and can mend it. */
export function belongsInForm(error: unknown): error is DomainError {
  if (!isDomainError(error)) return false
  switch (error.kind) {
    case 'Invalid':
    case 'Conflict':
    case 'PreconditionFailed':
    case 'LimitExceeded':
      return true
    case 'NotFound':
    case 'Forbidden':
      return false
  }
}
