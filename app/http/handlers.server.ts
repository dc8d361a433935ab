import {
  type ActionFunctionArgs,
  type AppLoadContext,
  type LoaderFunctionArgs,
  redirect,
} from '@remix-run/node'
import { type Actor, nobody } from '#app/domain/access/actor.ts'
import { type Permission, requirePermission } from '#app/domain/access/permissions.ts'
import { findSession, type SignedIn } from '#app/domain/access/sessions.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { readForm } from '#app/http/body.server.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { refusal, toThrowable } from '#app/http/errors.server.ts'
import type { Services } from '#app/http/load-context.ts'
import { readLocale } from '#app/http/locale.server.ts'
import { isSameOrigin } from '#app/http/same-origin.server.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { type Translate, translator } from '#app/i18n/translate.ts'

/** Who may enter a route: anyone, anyone signed in, or whoever the permission table names. */
export type Access = 'public' | 'signed-in' | Permission

/** What a loader or action of a route is given. */
export interface RouteArgs<User = SignedIn | null> {
  readonly ctx: Context
  readonly user: User
  readonly request: Request
  readonly url: URL
  readonly params: Readonly<Record<string, string | undefined>>
  readonly locale: Locale
  /** Texts in the reader's language. */
  readonly t: Translate
  readonly services: Services
  readonly address: string
  readonly requestId: string
  /** The form of this request within its limits (body.server.ts), however often it is asked for. */
  form(): Promise<FormData>
}

type UserFor<A extends Access> = A extends 'public' ? SignedIn | null : SignedIn
type Handler<A extends Access, T> = (args: RouteArgs<UserFor<A>>) => Promise<T> | T

/** Marks a loader or action with who may enter, for the test that goes through every route. */
type Guarded<F> = F & { readonly access: Access }

/** A loader that only those named by `access` reach. Domain errors become answers of the right status. */
export function loader<A extends Access, T>(access: A, handler: Handler<A, T>) {
  const guarded = (args: LoaderFunctionArgs) => enter(access, args, handler)
  return Object.assign(guarded, { access }) as Guarded<(args: LoaderFunctionArgs) => Promise<T>>
}

/** An action that only those named by `access` reach, and only from this site's own pages. */
export function action<A extends Access, T>(access: A, handler: Handler<A, T>) {
  const guarded = async (args: ActionFunctionArgs) => {
    if (!isSameOrigin(asked(args.request), args.context.services.publicUrl)) {
      throw refusal(403, 'crossOrigin', args.context.requestId)
    }
    return enter(access, args, handler)
  }
  return Object.assign(guarded, { access }) as Guarded<(args: ActionFunctionArgs) => Promise<T>>
}

const asked = ({ method, headers, url }: Request) => ({
  method,
  header: (name: string) => headers.get(name),
  host: new URL(url).host,
})

async function enter<A extends Access, T>(
  access: A,
  { request, params, context }: LoaderFunctionArgs,
  handler: Handler<A, T>,
): Promise<T> {
  const { services, requestId, address } = context
  try {
    const user = await currentUser(request, context)
    if (access !== 'public' && !user) throw redirectToSignIn(request)
    const actor: Actor = user?.actor ?? nobody
    if (access !== 'public' && access !== 'signed-in') requirePermission(actor, access as Permission)
    const locale = await readLocale(request, user?.locale ?? null)
    let read: Promise<FormData> | undefined
    return await handler({
      ctx: services.context(actor),
      user: user as UserFor<A>,
      request,
      url: new URL(request.url),
      params,
      locale,
      t: translator(locale),
      services,
      address,
      requestId,
      form: () => {
        read ??= readForm(request, requestId)
        return read
      },
    })
  } catch (error) {
    throw toThrowable(error, requestId)
  }
}

const lookups = new WeakMap<AppLoadContext, Promise<SignedIn | null>>()

/** The signed-in user, looked up once per request however many loaders ask. */
export function currentUser(request: Request, context: AppLoadContext): Promise<SignedIn | null> {
  const known = lookups.get(context)
  if (known) return known
  const lookup = findUser(request, context.services)
  lookups.set(context, lookup)
  return lookup
}

async function findUser(request: Request, services: Services): Promise<SignedIn | null> {
  const token: unknown = await sessionCookie(services).parse(request.headers.get('cookie'))
  return typeof token === 'string' && token ? findSession(services.context(nobody), token) : null
}

/** To the sign-in page and back. An action cannot be repeated after signing in, so it returns to its page. */
function redirectToSignIn(request: Request): Response {
  const { pathname, search } = new URL(request.url)
  const back = new URLSearchParams({ returnTo: pathname.replace(/\.data$/, '') + search })
  return redirect(`/sign-in?${back}`)
}

/** Where a `returnTo` may lead: a path of this site, never another host. */
export function safeReturn(value: unknown, otherwise = '/'): string {
  if (typeof value !== 'string' || !value.startsWith('/') || /^\/[/\\]/.test(value)) return otherwise
  const url = new URL(value, 'http://here.invalid')
  // `/.//host` becomes `//host`, which names another site.
  if (url.origin !== 'http://here.invalid' || url.pathname.startsWith('//')) return otherwise
  return url.pathname + url.search + url.hash
}

/** The id in the path, or NotFound: an id of the wrong form cannot exist, and never reaches the database. */
export function idParam<T extends string>(value: string | undefined, isId: (value: string) => boolean): T {
  if (value === undefined || !isId(value)) throw notFound()
  return value as T
}
