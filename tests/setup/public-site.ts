import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import type { Content } from '#app/http/public-site/answer.ts'
import { type PublicServices, pageRenderer } from '#app/http/public-site/render-page.ts'
import { loadServerBuild } from '#app/server-build.ts'

export const SITE = 'https://status.vigie.test'

export interface PublicSite {
  /** The page at a path, with its headers. */
  read(path: string): Promise<Content>
  /** Shows the site to a browser. */
  serve(page: Page): Promise<void>
}

/** The public pages of one state, confirmed at `confirmedAt`, without a server or a database. */
export function openPublicSite(
  status: PublicStatus | null,
  confirmedAt: Date,
  now = confirmedAt,
): PublicSite {
  const services: PublicServices = {
    log: { info: () => undefined, warn: expect.fail, error: expect.fail },
    provider: { name: 'Vigie', supportEmail: 'aide@vigie.test' },
    publicUrl: 'https://vigie.test',
    statusUrl: SITE,
  }
  const render = pageRenderer(services, loadServerBuild)
  const read = (path: string) => render(path, status && { status, confirmedAt }, now)
  return {
    read,
    async serve(page) {
      await page.route(`${SITE}/**`, async (route) => {
        const { pathname } = new URL(route.request().url())
        const { status, body, contentType, headers } = await read(pathname)
        await route.fulfill({ status, body, contentType, headers: { ...headers } })
      })
    },
  }
}
