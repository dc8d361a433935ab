import { createHash } from 'node:crypto'
import path from 'node:path'
import { type AppLoadContext, createRequestHandler, type ServerBuild } from '@remix-run/node'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { fixedClock } from '#app/domain/clock.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'

export const SITE = 'https://status.vigie.test'

export interface PublicSite {
  /** The page at a path, as the built application makes it for a request without a cookie. */
  read(path: string): Promise<{ status: number; html: string }>
  /** Shows the site to a browser, under the strictest policy that its pages stand. */
  serve(page: Page): Promise<void>
}

/** The public pages of one state, confirmed at `confirmedAt`, without a server, a database or a router before them. */
export async function openPublicSite(
  status: PublicStatus | null,
  confirmedAt: Date,
  now = confirmedAt,
): Promise<PublicSite> {
  const build = (await import(path.resolve('build/server/index.js'))) as ServerBuild
  const handle = createRequestHandler(build, 'production')
  const snapshot = status && { status, confirmedAt }
  const loadContext = {
    services: {
      context: () => ({ clock: fixedClock(now) }),
      log: { error: (facts: unknown) => expect.fail(JSON.stringify(facts)) },
      provider: { name: 'Vigie', supportEmail: 'aide@vigie.test' },
      publicUrl: 'https://vigie.test',
      snapshot: { current: () => snapshot },
    },
    requestId: 'a-request',
    cspNonce: '',
    address: '127.0.0.1',
  } as unknown as AppLoadContext
  const site: PublicSite = {
    async read(path) {
      const answer = await handle(new Request(SITE + path), loadContext)
      return { status: answer.status, html: await answer.text() }
    },
    async serve(page) {
      await page.route(`${SITE}/**`, async (route) => {
        const { pathname, search } = new URL(route.request().url())
        const { status, html } = await site.read(pathname + search)
        const headers = { 'Content-Security-Policy': policyOf(html) }
        await route.fulfill({ status, body: html, contentType: 'text/html; charset=utf-8', headers })
      })
    },
  }
  return site
}

/** Nothing but what stands in the page itself. */
function policyOf(html: string): string {
  const hashes = (name: string) =>
    [...html.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))]
      .map(([, content = '']) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`)
      .join(' ') || "'none'"
  return [
    "default-src 'none'",
    'img-src data:',
    `style-src ${hashes('style')}`,
    `script-src ${hashes('script')}`,
    "form-action 'self'",
  ].join('; ')
}
