import { createHash } from 'node:crypto'
import { type AppLoadContext, createRequestHandler, type ServerBuild } from '@remix-run/node'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import type { Services } from '#app/http/load-context.ts'
import type { Content } from '#app/http/public-site/answer.ts'

const HSTS = 'max-age=31536000; includeSubDomains'

/** What public pages are made from: nothing of it can reach a database. */
export type PublicServices = Pick<Services, 'log' | 'provider' | 'publicUrl' | 'statusUrl'>

/** Renders the public page at `path` as it is for `snapshot` at `now`; null: nothing is known yet. */
export type RenderPage = (path: string, snapshot: Snapshot | null, now: Date) => Promise<Content>

/**
 * Renders public pages through the application's own Remix routes, without a network: a request that nobody sent,
 * with no cookie and a context that holds nothing but the snapshot.
 */
export function pageRenderer(
  services: PublicServices,
  build: ServerBuild | (() => Promise<ServerBuild>),
  development = false,
): RenderPage {
  const handle = createRequestHandler(build, development ? 'development' : 'production')

  async function ask(path: string, snapshot: Snapshot | null, now: Date) {
    const context: AppLoadContext = {
      services: {
        ...services,
        clock: { now: () => now },
        snapshot: { current: () => snapshot },
        context: () => {
          throw new Error('a public page must not ask for a database')
        },
      },
      requestId: '',
      cspNonce: '',
      address: '',
    }
    const answer = await handle(new Request(new URL(path, services.statusUrl)), context)
    return { status: answer.status, headers: answer.headers, body: await answer.text() }
  }

  // Taken from a page that knows nothing: what somebody wrote can never become a script that may run.
  let known: Promise<OwnParts> | undefined
  const ownParts = () => {
    if (!known || development) known = ask('/status', null, new Date(0)).then(({ body }) => partsOf(body))
    return known
  }

  return async (path, snapshot, now) => {
    const { status, headers, body } = await ask(path, snapshot, now)
    if (status >= 500 && snapshot) throw new Error(`${path} was answered with ${status}`)
    return {
      status,
      contentType: 'text/html; charset=utf-8',
      body,
      headers: {
        'Cache-Control': headers.get('Cache-Control') ?? 'no-store',
        'Content-Language': headers.get('Content-Language') ?? 'fr',
        'Content-Security-Policy': policyFor(await ownParts(), path, services),
        ...(services.statusUrl.startsWith('https:') ? { 'Strict-Transport-Security': HSTS } : {}),
      },
    }
  }
}

/** The hashes of the styles and scripts that every public page has. */
interface OwnParts {
  readonly styles: string
  readonly scripts: string
}

const partsOf = (html: string): OwnParts => ({
  styles: hashesOf(html, 'style'),
  scripts: hashesOf(html, 'script'),
})

/**
 * A policy for the public pages: their own styles and scripts by their hashes, images from within them, forms to this
 * service, and no request to anywhere else. Only the banner may stand in another site's frame.
 */
function policyFor({ styles, scripts }: OwnParts, path: string, { publicUrl }: PublicServices): string {
  return [
    "default-src 'none'",
    `style-src ${styles}`,
    `script-src ${scripts}`,
    "img-src 'self' data:",
    `form-action 'self' ${new URL(publicUrl).origin}`,
    "base-uri 'none'",
    `frame-ancestors ${path.endsWith('/banner') ? '*' : "'none'"}`,
  ].join('; ')
}

function hashesOf(html: string, tag: 'style' | 'script'): string {
  const contents = html.matchAll(new RegExp(`<${tag}(?: [^>]*)?>([^]*?)</${tag}>`, 'g'))
  const hashes = [...contents].map(([, text = '']) => createHash('sha256').update(text).digest('base64'))
  return hashes.length > 0 ? hashes.map((hash) => `'sha256-${hash}'`).join(' ') : "'none'"
}
