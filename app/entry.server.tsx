import { Transform } from 'node:stream'
import {
  type ActionFunctionArgs,
  type AppLoadContext,
  createReadableStreamFromReadable,
  type EntryContext,
  type LoaderFunctionArgs,
} from '@remix-run/node'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import { createInstance } from 'i18next'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { I18nextProvider, initReactI18next } from 'react-i18next'
import { NonceContext } from '#app/components/shell/nonce.ts'
import { readLocale } from '#app/http/locale.server.ts'
import { maskPath } from '#app/http/mask-path.ts'
import { i18nOptions, isLocale, type Locale, loadResources } from '#app/i18n/index.ts'

/** How long a page may stream; then what is missing is given up. */
export const streamTimeout = 5000

/** Renders a page in the reader's language: streamed to people, whole to robots and for pages without scripts. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const locale = await localeOf(request, remixContext)
  const i18n = createInstance()
  await i18n
    .use(initReactI18next)
    .init({ ...i18nOptions, lng: locale, resources: { [locale]: await loadResources(locale) } })
  headers.set('Content-Type', 'text/html; charset=utf-8')
  headers.set('Content-Language', locale)

  const { cspNonce: nonce } = loadContext
  const page = (
    <NonceContext.Provider value={nonce}>
      <I18nextProvider i18n={i18n}>
        <RemixServer context={remixContext} url={request.url} nonce={nonce} />
      </I18nextProvider>
    </NonceContext.Provider>
  )
  const ready = isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady'

  return new Promise((resolve, reject) => {
    let shellRendered = false
    let answerStatus = status
    const { pipe, abort } = renderToPipeableStream(page, {
      nonce,
      [ready]() {
        shellRendered = true
        const body = withoutNul()
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status: answerStatus }))
        pipe(body)
      },
      onShellError: reject,
      onError(error: unknown) {
        answerStatus = 500
        // Before the shell is there, the error reaches handleError by the rejection above.
        if (shellRendered) handleError(error, { request, context: loadContext, params: {} })
      },
    })
    setTimeout(abort, streamTimeout + 1000).unref()
  })
}

/**
 * React 18 fills its buffer up with NUL bytes where a character of several bytes does not fit any more. In
 * attributes browsers show them as faulty characters; no page has any of its own.
 */
const withoutNul = () =>
  new Transform({
    transform: (bytes: Buffer, _, done) =>
      done(null, bytes.includes(0) ? bytes.filter((byte) => byte !== 0) : bytes),
  })

/** The root loader's choice; when it could not run, the request's own wishes. */
async function localeOf(request: Request, { staticHandlerContext }: EntryContext): Promise<Locale> {
  const root: unknown = staticHandlerContext.loaderData.root
  const chosen = typeof root === 'object' && root !== null && 'locale' in root ? root.locale : undefined
  return isLocale(chosen) ? chosen : readLocale(request, null)
}

/** Unexpected errors, once each, with the reference that the error page shows. Refusals are answers, not errors. */
export function handleError(
  error: unknown,
  { request, context }: LoaderFunctionArgs | ActionFunctionArgs,
): void {
  // Routes without a page hand their refusals to this as well.
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return
  const { services, requestId } = context
  services.log.error(
    { err: error, requestId, path: maskPath(new URL(request.url).pathname) },
    'request failed',
  )
}
