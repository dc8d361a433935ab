import type { ServerBuild } from '@remix-run/node'
import type { Logger } from 'pino'
import type { StatusConfig } from '#app/config/config.ts'
import { MINUTE_MS } from '#app/domain/clock.ts'
import { pageRenderer } from '#app/http/public-site/render-page.ts'
import { type PublicServer, publicServer } from '#app/http/public-site/serve.ts'
import { PublicSite } from '#app/http/public-site/site.ts'

interface Parts {
  readonly config: Pick<StatusConfig, 'provider' | 'publicUrl' | 'statusUrl'>
  readonly log: Logger
}

/** The public side of a process: what it shows, and what answers requests with it. Counts go to the log each minute. */
export async function openPublicSide(
  { config, log }: Parts,
  build: ServerBuild | (() => Promise<ServerBuild>),
  development = false,
): Promise<{ site: PublicSite; publicServer: PublicServer }> {
  const { provider, publicUrl, statusUrl } = config
  const render = pageRenderer({ log, provider, publicUrl, statusUrl }, build, development)
  const site = new PublicSite({ render, log, development })
  const ownHost = new URL(statusUrl).host
  const server = await publicServer(site, { ownHost: ownHost === new URL(publicUrl).host ? null : ownHost })
  setInterval(() => {
    const served = server.takeCounts()
    if (served.answers + served.notModified > 0) log.info(served, 'public answers')
  }, MINUTE_MS).unref()
  return { site, publicServer: server }
}
