import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RenderPage } from '#app/http/public-site/render-page.ts'
import { publicServer, type Served } from '#app/http/public-site/serve.ts'
import { PublicSite } from '#app/http/public-site/site.ts'

export interface PublicSide {
  readonly url: string
  readonly site: PublicSite
  takeCounts(): Served
  close(): Promise<void>
}

/** A public side behind a real socket. What it leaves to others is answered with 299. */
export async function startPublicSide(
  render: RenderPage,
  ownHost: string | null = null,
): Promise<PublicSide> {
  const errors: object[] = []
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (facts: object) => void errors.push(facts),
  }
  const site = new PublicSite({ render, log })
  const publicSide = await publicServer(site, { ownHost })
  const server = createServer((req, res) => {
    if (!publicSide.serve(req, res)) res.writeHead(299).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    site,
    takeCounts: publicSide.takeCounts,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
