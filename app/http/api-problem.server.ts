import { type ErrorFacts, isDomainError } from '#app/domain/errors.ts'
import { statusOf } from '#app/http/errors.server.ts'
import { errorText } from '#app/i18n/field-errors.ts'
import { translator } from '#app/i18n/translate.ts'

/** One thing to mend: a place in the body (JSON Pointer), a parameter of the address or a header. */
export interface Fault {
  readonly pointer?: string
  readonly parameter?: string
  readonly header?: string
  readonly detail: string
}

/** What the API itself refuses, before any verb is asked. */
const REFUSALS = {
  keyMissing: [401, 'Send your API key as "Authorization: Bearer sprod_…".'],
  keyUnknown: [401, 'This API key does not exist.'],
  keyRevoked: [401, 'This API key has been revoked.'],
  keyExpired: [401, 'This API key has expired.'],
  scopeMissing: [403, 'This API key lacks the scope for this: {{scopes}}.'],
  noSuchPath: [404, 'There is nothing at this address. See /api/v1/openapi.json.'],
  methodNotAllowed: [405, 'This address takes {{allow}}.'],
  bodyTooLarge: [413, 'The body is larger than {{maxBytes}} bytes.'],
  notJson: [415, 'Send the body as application/json.'],
  brokenJson: [400, 'The body is not JSON in UTF-8: {{reason}}.'],
  unreadableAddress: [400, 'The address holds a NUL or is not valid UTF-8.'],
  methodForbidden: [405, 'No address takes this method.'],
  crossOrigin: [403, 'Sent by a browser from another site. Call the API from a server.'],
  wrongParameter: [400, 'A parameter is not valid; see errors.'],
  wrongHeader: [400, 'A header is not valid; see errors.'],
  wrongBody: [422, 'The body is not valid; see errors.'],
  unexpected: [500, 'Something went wrong on our side. Nothing was changed; give us the instance below.'],
} as const satisfies Record<string, readonly [status: number, detail: string]>

/** Texts of domain errors that were written for a person in front of a form, for whoever reads a log instead. */
const DETAILS: Readonly<Record<string, string>> = {
  notFound: 'No such object.',
  forbidden: 'This API key may not do this.',
  cursor: 'starting_after or ending_before names no object of this list.',
  eventCursor: 'after names no event.',
  idempotencyKeyReused: 'This Idempotency-Key was used for another request within the last 24 hours.',
  tooManyRequests: 'This API key asks too often. Try again in {{retryAfterSeconds}} s.',
  'account.closed': 'This account is closed.',
  'account.alreadyClosed': 'This account is closed already.',
  'account.notClosed': 'This account is not closed.',
  sirenTaken: 'This SIREN has an account already.',
  emailTaken: 'Somebody signs in with this address already.',
  'requirement.unknownType': 'There is no such document type.',
  'requirement.alreadyOpen': 'This document is asked of this account already.',
  'requirement.lastStillServes':
    'An accepted document still serves. Give the reason why it no longer does in why.',
  'requirement.alreadyClosed': 'This requirement has ended.',
  'publish.incidentChanged': 'It has another version by now. Read it again, then retry with that version.',
  'publish.incidentChangedBy':
    '{{name}} published meanwhile, so it has another version. Read it again, then retry with that version.',
  'publish.statusNotNext': 'The status cannot go from the present one to this one.',
  'publish.nameMissing': 'Give a name in fr or en, or at least one component to take it from.',
  'publish.displayAtInFuture': 'This time has not come yet.',
  'publish.componentTwice': 'A component is named twice.',
  'publish.unknownComponent': 'A component does not exist.',
  'publish.windowEndsBeforeStart': 'scheduled_until must be after scheduled_for.',
  'publish.windowInPast': 'scheduled_until is in the past.',
  'maintenance.notPlanned': 'This maintenance has begun or is over: it can no longer be called off.',
  'maintenance.tooFar': 'A series reaches two years ahead at most. Plan another one by then.',
  'maintenance.noOccurrence': 'This rule names no day between the first window and the end.',
}

/** The field that a rule refused, where it is one alone. */
const POINTERS: Readonly<Record<string, string>> = {
  sirenTaken: '#/siren',
  emailTaken: '#/email',
  'requirement.unknownType': '#/document_type',
  'requirement.lastStillServes': '#/why',
  'requirement.deadlineInPast': '#/deadline',
  'requirement.deadlineTooFar': '#/deadline',
  'requirement.extensionTooLong': '#/days',
  'maintenance.tooFar': '#/recurrence',
  'maintenance.tooMany': '#/recurrence',
  'maintenance.noOccurrence': '#/recurrence',
  'maintenance.occurrencesOverlap': '#/recurrence',
}

export type RefusalCode = keyof typeof REFUSALS

/** A refusal of the API itself, thrown on the way to a verb. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  constructor(
    readonly code: RefusalCode,
    readonly facts: ErrorFacts = {},
    readonly faults: readonly Fault[] = [],
  ) {
    super(code)
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
}

/** An error as the API tells it (RFC 9457), in English. What is not a refusal is told as a fault of ours. */
export function problem(error: unknown, requestId: string): Response {
  const { status, code, detail, facts, faults } = explain(error)
  const { retryAfterSeconds, allow } = facts
  const headers = new Headers({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' })
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer realm="Vigie API"')
  if (retryAfterSeconds !== undefined) headers.set('Retry-After', String(retryAfterSeconds))
  if (allow !== undefined) headers.set('Allow', String(allow))
  const body = {
    type: `urn:problem-type:vigie:${code}`,
    title: TITLES[status],
    status,
    detail,
    instance: `urn:uuid:${requestId}`,
    ...(faults.length > 0 && { errors: faults }),
  }
  return new Response(JSON.stringify(body), { status, headers })
}

function explain(error: unknown) {
  if (isDomainError(error)) {
    const { kind, code, facts } = error
    const text = DETAILS[code]
    const detail = text ? fill(text, facts) : errorText(translator('en'), code, facts)
    const pointer = POINTERS[code]
    return { status: statusOf(kind), code, detail, facts, faults: pointer ? [{ pointer, detail }] : [] }
  }
  const { code, facts, faults } = error instanceof ApiRefusal ? error : new ApiRefusal('unexpected')
  const [status, text] = REFUSALS[code]
  return { status, code, detail: fill(text, facts), facts, faults }
}

const fill = (text: string, facts: ErrorFacts) =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? ''))
