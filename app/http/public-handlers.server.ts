import type { LoaderFunctionArgs } from '@remix-run/node'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import { toThrowable } from '#app/http/errors.server.ts'
import { readLocale } from '#app/http/locale.server.ts'
import { CACHE_CONTROL } from '#app/http/public-site/documents.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** What a public route is given: no context, so nothing it does can reach the database. */
export interface PublicArgs {
  readonly snapshot: Snapshot | null
  readonly request: Request
  readonly url: URL
  readonly params: Readonly<Record<string, string | undefined>>
  readonly locale: Locale
  readonly now: Date
  readonly provider: { readonly name: string; readonly supportEmail: string }
  /** Where the public pages live, for links that must be whole. */
  readonly statusUrl: string
}

/** A loader that everybody reaches and that answers from memory alone: not even a session is looked up. */
export function publicLoader<T>(handler: (args: PublicArgs) => Promise<T> | T) {
  const fromMemory = async ({ request, params, context }: LoaderFunctionArgs): Promise<T> => {
    const { services, requestId } = context
    try {
      return await handler({
        snapshot: services.snapshot.current(),
        request,
        url: new URL(request.url),
        params,
        locale: await readLocale(request, null),
        now: services.clock.now(),
        statusUrl: services.statusUrl,
        provider: services.provider,
      })
    } catch (error) {
      throw toThrowable(error, requestId)
    }
  }
  return Object.assign(fromMemory, { access: 'public' as const })
}

/** Headers of a public answer. One that knows nothing must not be kept. */
export const publicHeaders = (snapshot: Snapshot | null): Record<string, string> => ({
  'Cache-Control': snapshot ? CACHE_CONTROL : 'no-store',
})
