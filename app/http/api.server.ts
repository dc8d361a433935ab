import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { type ApiKeyActor, nobody } from '#app/domain/access/actor.ts'
import { answerOnce, type KeptAnswer } from '#app/domain/access/answer-once.ts'
import { findApiKey } from '#app/domain/access/find-api-key.ts'
import { countApiRequest } from '#app/domain/access/limits.ts'
import { may, type Permission, scopesFor } from '#app/domain/access/permissions.ts'
import { rehearse } from '#app/domain/access/rehearse.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { isDomainError } from '#app/domain/errors.ts'
import { readIdempotencyKey, readJson, readQuery } from '#app/http/api-input.server.ts'
import { ApiRefusal, problem } from '#app/http/api-problem.server.ts'

const API_METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const
export type ApiMethod = (typeof API_METHODS)[number]

/** What one method of one address takes, does and answers: for the wrapper and for openapi.json. */
export interface Endpoint<
  Body extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  /** The key needs a scope that the permission table lists for it. */
  readonly permission: Permission
  readonly query?: Query
  readonly body?: Body
  readonly answer: Answer
  /** 200 unless told. */
  readonly status?: 200 | 201
  /** Runs in a transaction that is committed with the answer, or taken back for a test key. */
  handle(args: ApiArgs<z.output<Body>, z.output<Query>>): Promise<z.output<Answer>>
}

export interface ApiArgs<Body = unknown, Query = unknown> {
  readonly ctx: TransactionContext
  readonly params: Readonly<Record<string, string | undefined>>
  readonly body: Body
  readonly query: Query
  /** False when nothing of this will last. Every object says it. */
  readonly livemode: boolean
}

/** Types what `handle` is given by the schemas beside it. */
export const endpoint = <B extends z.ZodType, Q extends z.ZodType, A extends z.ZodType>(
  one: Endpoint<B, Q, A>,
): Endpoint => one as unknown as Endpoint

const NO_PARAMETERS = z.strictObject({})

export type Endpoints = Partial<Record<ApiMethod, Endpoint>>

/**
 * Loader and action of one address below /api/v1: key, rate, scope, input, one transaction, answer. No cookie
 * is ever looked at, so no signed-in browser can act through it.
 */
export function apiRoute(endpoints: Endpoints) {
  const route = ({ request, params, context }: LoaderFunctionArgs) =>
    orProblem(context, () => serve(endpoints, request, params, context.services))
  return Object.assign(route, { access: 'api-key' as const, endpoints })
}

/** Loader and action of an address below /api/v1 without a key: given nothing that reaches the database. */
export function keylessRoute(answer: (method: string) => Response) {
  const route = ({ request, context }: LoaderFunctionArgs) => orProblem(context, () => answer(request.method))
  return Object.assign(route, { access: 'public' as const })
}

async function orProblem(
  { services, requestId }: AppLoadContext,
  answer: () => Promise<Response> | Response,
): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    if (!isDomainError(error) && !(error instanceof ApiRefusal)) {
      services.log.error({ err: error, requestId }, 'request failed')
    }
    return problem(error, requestId)
  }
}

async function serve(
  endpoints: Endpoints,
  request: Request,
  params: LoaderFunctionArgs['params'],
  services: AppLoadContext['services'],
): Promise<Response> {
  const actor = await authenticate(services.context(nobody), request)
  const ctx = services.context(actor)
  await countApiRequest(ctx, actor.keyId)
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const found = endpoints[method as ApiMethod]
  if (!found) throw new ApiRefusal('methodNotAllowed', { allow: allowed(endpoints) })
  if (!may(actor, found.permission)) {
    throw new ApiRefusal('scopeMissing', { scopes: scopesFor(found.permission).join(' or ') })
  }
  const { livemode } = actor
  const input = {
    query: readQuery(request.url, found.query ?? NO_PARAMETERS),
    body: found.body && (await readJson(request, found.body)),
  }
  const idempotencyKey = method === 'GET' ? null : readIdempotencyKey(request)
  const answer = await (livemode ? withTransaction : rehearse)(ctx, async (tx) => {
    const work = async (): Promise<KeptAnswer> => ({
      status: found.status ?? 200,
      body: JSON.stringify(await found.handle({ ctx: tx, params, livemode, ...input })),
    })
    if (idempotencyKey === null) return { ...(await work()), replayed: false }
    const asked = JSON.stringify([method, new URL(request.url).pathname, input])
    return answerOnce(tx, { keyId: actor.keyId, idempotencyKey, asked }, work)
  })
  return new Response(answer.body, {
    status: answer.status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      ...(answer.replayed && { 'Idempotent-Replayed': 'true' }),
    },
  })
}

const allowed = (endpoints: Endpoints) =>
  API_METHODS.filter((method) => endpoints[method])
    .join(', ')
    .replace('GET', 'GET, HEAD')

async function authenticate(ctx: Context, request: Request): Promise<ApiKeyActor> {
  const [, secret] = /^Bearer +(\S+) *$/i.exec(request.headers.get('authorization') ?? '') ?? []
  if (secret === undefined) throw new ApiRefusal('keyMissing')
  const found = await findApiKey(ctx, secret)
  switch (found) {
    case 'unknown':
      throw new ApiRefusal('keyUnknown')
    case 'revoked':
      throw new ApiRefusal('keyRevoked')
    case 'expired':
      throw new ApiRefusal('keyExpired')
    default:
      return found
  }
}
