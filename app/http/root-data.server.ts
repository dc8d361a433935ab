import { data, type LoaderFunctionArgs } from '@remix-run/node'
import { type ToastMessage, toastCookie, toastSchema } from '#app/http/cookies.server.ts'
import { currentUser } from '#app/http/handlers.server.ts'
import { readLocale, readTheme } from '#app/http/locale.server.ts'

/** The status page and its API; what they answer is the same for everybody. */
const isPublicPage = (pathname: string) => /^\/(status|api\/v2)(\/|$)/.test(pathname)

/**
 * What every page needs. Public pages ask for no user: they must stand when the database does not. A
 * database that is away shows an error page, which needs this data too, so it never fails for that.
 */
export async function rootData({ request, context }: LoaderFunctionArgs) {
  const { services, requestId } = context
  const { pathname } = new URL(request.url)
  const isPublic = isPublicPage(pathname)
  const user = isPublic
    ? null
    : await currentUser(request, context).catch((error: unknown) => {
        services.log.error({ err: error, requestId }, 'session lookup failed')
        return null
      })
  // What one reader is told must not stay in a cache that all share.
  const toast = isPublic ? null : await readToast(request)
  const headers = new Headers()
  if (toast) headers.append('Set-Cookie', await toastCookie.serialize(null, { maxAge: 0 }))
  return data(
    {
      locale: await readLocale(request, user?.locale ?? null),
      theme: isPublic ? 'system' : await readTheme(request),
      user: user && { name: user.name, email: user.email, role: user.actor.role },
      toast,
      provider: services.provider,
      requestId,
    },
    { headers },
  )
}

/** What this reader is to be told once; null for a cookie that is none of ours. */
async function readToast(request: Request): Promise<ToastMessage | null> {
  const { success, data: toast } = toastSchema.safeParse(
    await toastCookie.parse(request.headers.get('cookie')),
  )
  return success ? toast : null
}
