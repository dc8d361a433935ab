import type { z } from 'zod'
import { ApiRefusal, type Fault } from '#app/http/api-problem.server.ts'
import { readBytes } from '#app/http/body.server.ts'
import { errorText } from '#app/i18n/field-errors.ts'
import { translator } from '#app/i18n/translate.ts'

export const MAX_BODY_BYTES = 64 * 1024

/** The JSON body as `schema` reads it. Refused with 413, 415, 400 (no JSON) or 422 (naming each fault). */
export async function readJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new ApiRefusal('notJson')
  }
  const bytes = await readBytes(request, MAX_BODY_BYTES)
  if (!bytes) throw new ApiRefusal('bodyTooLarge', { maxBytes: MAX_BODY_BYTES })
  const parsed = schema.safeParse(parseJson(bytes), { error: required })
  if (parsed.success) return parsed.data
  const faults = faultsOf(parsed.error, (path) => ({ pointer: pointerTo(path) }))
  throw new ApiRefusal('wrongBody', {}, faults)
}

/** The parameters of the address as `schema` reads them. Refused with 400, naming each fault. */
export function readQuery<S extends z.ZodType>(url: string, schema: S): z.output<S> {
  const { searchParams } = new URL(url)
  const parsed = schema.safeParse(Object.fromEntries(searchParams))
  if (parsed.success) return parsed.data
  const faults = faultsOf(parsed.error, (path) => ({ parameter: String(path[0] ?? '') }))
  throw new ApiRefusal('wrongParameter', {}, faults)
}

/** The `Idempotency-Key` header; null when there is none. Refused with 400. */
export function readIdempotencyKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key')
  if (key === null || /^[\x20-\x7e]{1,255}$/.test(key)) return key
  const fault = { header: 'Idempotency-Key', detail: 'Use 1 to 255 printable ASCII characters.' }
  throw new ApiRefusal('wrongHeader', {}, [fault])
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), (key, value: unknown) => {
      if (isStorable(key) && (typeof value !== 'string' || isStorable(value))) return value
      throw new SyntaxError('a text holds a NUL or half a character')
    })
  } catch (error) {
    throw new ApiRefusal('brokenJson', { reason: error instanceof Error ? error.message : 'unreadable' })
  }
}

/** PostgreSQL keeps neither a NUL nor half of a surrogate pair, both of which JSON can write. */
const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()

/** zod's own words say the rest better. */
const required: z.core.$ZodErrorMap = ({ code, input }) =>
  code === 'invalid_type' && input === undefined ? 'This field is required.' : undefined

/** A JSON Pointer as the fragment of a URI. */
const pointerTo = (path: readonly PropertyKey[]) =>
  `#${path.map((part) => `/${encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`

function faultsOf(
  error: z.ZodError,
  place: (path: readonly PropertyKey[]) => Omit<Fault, 'detail'>,
): Fault[] {
  const english = translator('en')
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ ...place([...issue.path, key]), detail: 'Unknown field.' }))
      : [{ ...place(issue.path), detail: errorText(english, issue.message) }],
  )
}
