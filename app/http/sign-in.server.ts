import { closeSession } from '#app/domain/access/sessions.ts'
import type { OpenedSession } from '#app/domain/access/sign-in.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import type { RouteArgs } from '#app/http/handlers.server.ts'

type Args = Pick<RouteArgs<unknown>, 'request' | 'services' | 'address'>

/** Where the request comes from, as the session list shows it. */
export const visitorOf = ({ request, address }: Args) => ({
  address,
  userAgent: request.headers.get('user-agent') ?? '',
})

/** The secret in this request's session cookie; null without one. Whether it is worth anything is another matter. */
export async function sessionToken({ request, services }: Omit<Args, 'address'>): Promise<string | null> {
  const token: unknown = await sessionCookie(services).parse(request.headers.get('cookie'))
  return typeof token === 'string' && token !== '' ? token : null
}

/** The answer's headers that sign the browser in. */
export async function signedIn(
  { services }: Pick<Args, 'services'>,
  session: OpenedSession,
): Promise<Headers> {
  const { token, maxAgeSeconds } = session
  const cookie = await sessionCookie(services).serialize(token, { maxAge: maxAgeSeconds })
  return new Headers({ 'Set-Cookie': cookie })
}

/** The answer's headers that take the cookie away. */
export async function signedOut({ services }: Pick<Args, 'services'>): Promise<Headers> {
  return new Headers({ 'Set-Cookie': await sessionCookie(services).serialize('', { maxAge: 0 }) })
}

/** Ends the session of this request, if there is one, and answers with the headers that take its cookie away. */
export async function signOut(
  args: Pick<RouteArgs<unknown>, 'request' | 'services' | 'ctx'>,
): Promise<Headers> {
  const token = await sessionToken(args)
  if (token) await closeSession(args.ctx, token)
  return signedOut(args)
}
