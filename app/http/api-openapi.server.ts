import { z } from 'zod'
import { API_LIMIT } from '#app/domain/access/limits.ts'
import { scopesFor } from '#app/domain/access/permissions.ts'
import type { Endpoint, Endpoints } from '#app/http/api.server.ts'
import { MAX_BODY_BYTES } from '#app/http/api-input.server.ts'

const ABOUT = `For the provider's own systems: publish incidents, maintenance and component status; create accounts, ask them for
documents, and learn whether their payments and payouts work, and why not.

**Accounts.** \`requirements\` holds what is due by how urgent it is, in Stripe's words, each requirement in one of the lists
alone. A capability that is \`inactive\` says why: overdue documents (\`requirements.past_due\`; \`requirements.pending_verification\`
while the answer lies with us), \`under_review\` for every decision of our officers, \`platform_paused\` for what keys withheld.

**Keys.** \`sprod_…\` keys act. \`stest_…\` keys only rehearse: each change is carried out with all its checks, answered
as if, and taken back before anybody sees it (\`livemode: false\`); they read the real state. Keys, scopes and expiry are
managed by administrators below /admin/api-keys.

**Idempotency.** Send \`Idempotency-Key\` with POST, PATCH and DELETE and repeat without fear: for 24 hours the first answer
comes back with \`Idempotent-Replayed: true\`. A refused request keeps nothing and may be tried again under its key.

**Errors** are RFC 9457 problems; \`instance\` is the reference for support, \`errors\` names each field to mend.

**Limits.** ${API_LIMIT.points} requests a minute for each key, ${MAX_BODY_BYTES / 1024} KB for each body. Lists are read by key: \`limit\`, then
\`starting_after\` the last id while \`has_more\`.`

const PROBLEM = z.object({
  type: z.string().describe('Names the kind of problem; stable.'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What happened and what to do, for a person.'),
  instance: z.string().describe('The reference of this request.'),
  errors: z
    .array(
      z.object({
        pointer: z.string().optional().describe('JSON Pointer into the body.'),
        parameter: z.string().optional(),
        header: z.string().optional(),
        detail: z.string(),
      }),
    )
    .optional(),
})

/** Every method answers so, besides what it is for. */
const REFUSALS = {
  400: 'What was sent cannot be read.',
  401: 'No API key, or one that does not work.',
  403: 'The API key lacks the scope.',
  404: 'No such object.',
  429: 'Too many requests: see Retry-After.',
}
const REFUSED_PLACE = { 422: 'The list does not hold the object after which it is to go on.' }
const REFUSED_CHANGES = {
  409: 'Another version by now.',
  412: 'The present state does not allow this.',
  413: 'The body is too large.',
  415: 'The body is not application/json.',
  422: 'The body is not valid, or its Idempotency-Key served another request.',
}

/** The API as OpenAPI 3.1, made of the very schemas that read and shape what goes over the wire. */
export function openApiDocument(paths: Readonly<Record<string, Endpoints>>) {
  const endpoints = Object.values(paths).flatMap((methods) => Object.values(methods))
  return {
    openapi: '3.1.0',
    info: { title: 'Vigie management API', version: '1', description: ABOUT },
    servers: [{ url: '/api/v1' }],
    security: [{ apiKey: [] }],
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, methods]) => [
        path,
        {
          ...(path.includes('{') && { parameters: pathParameters(path) }),
          ...Object.fromEntries(
            Object.entries(methods).map(([method, one]) => [method.toLowerCase(), operation(method, one)]),
          ),
        },
      ]),
    ),
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'sprod_… or stest_…' } },
      schemas: {
        ...named(
          endpoints.flatMap(({ body }) => body ?? []),
          'input',
        ),
        ...named(
          endpoints.map(({ answer }) => answer),
          'output',
        ),
        Problem: z.toJSONSchema(PROBLEM),
      },
    },
  }
}

function operation(method: string, { permission, query, body, answer, status = 200, ...about }: Endpoint) {
  const [scope] = scopesFor(permission)
  const isChange = method !== 'GET'
  return {
    operationId: about.operationId,
    summary: about.summary,
    description: [about.description, `Scope: \`${scope}\`.`].filter(Boolean).join('\n\n'),
    parameters: [...(query ? queryParameters(query) : []), ...(isChange ? [IDEMPOTENCY_KEY] : [])],
    ...(body && { requestBody: { required: true, content: json(body) } }),
    responses: {
      [status]: { description: 'Done.', content: json(answer) },
      ...refusals({ ...REFUSALS, ...(query && REFUSED_PLACE), ...(isChange && REFUSED_CHANGES) }),
    },
  }
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  description: 'Your own name for this request, such as a UUID: repeated, it is answered and not done again.',
}

const refusals = (described: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(described).map(([status, description]) => [
      status,
      { description, content: { 'application/problem+json': { schema: reference('Problem') } } },
    ]),
  )

const reference = (id: string) => ({ $ref: `#/components/schemas/${id}` })
const json = (schema: z.ZodType) => ({ 'application/json': { schema: reference(idOf(schema)) } })

function idOf(schema: z.ZodType): string {
  const id = z.globalRegistry.get(schema)?.id
  if (id === undefined) throw new Error('a schema of the API has no id')
  return id
}

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

function queryParameters(query: z.ZodType) {
  const { properties = {} } = z.toJSONSchema(query, { io: 'input' })
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }))
}

/** The schemas that have an id, as JSON Schema that refers to them by it. */
function named(schemas: readonly z.ZodType[], io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>()
  const examples = new Map<string, unknown>()
  for (const schema of schemas) {
    registry.add(schema, { id: idOf(schema) })
    examples.set(idOf(schema), z.globalRegistry.get(schema)?.examples)
  }
  const converted = z.toJSONSchema(registry, {
    io,
    uri: (id) => reference(id).$ref,
    override({ jsonSchema }) {
      // Of dates the format says it; and not every reader's regular expressions know classes of characters.
      if (jsonSchema.format?.startsWith('date') || jsonSchema.pattern?.includes('\\p{')) {
        delete jsonSchema.pattern
      }
      // What we answer may gain fields.
      if (io === 'output') delete jsonSchema.additionalProperties
    },
  })
  // What has an id and is answered inside others alone, such as in a list, zod puts apart.
  const { __shared, ...all } = JSON.parse(
    JSON.stringify(converted.schemas).replaceAll(`${reference('__shared').$ref}#/$defs/`, reference('').$ref),
  ) as typeof converted.schemas
  return Object.fromEntries(
    Object.entries({ ...all, ...__shared?.$defs }).map(([id, { $schema, $id, ...schema }]) => [
      id,
      // Left out by the conversion where the input is transformed.
      { ...schema, examples: examples.get(id) },
    ]),
  )
}
