import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { chromiumOptions } from '#local/chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's one browser listens. */
    browserUrl: string
  }
}

/** One Chromium for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await chromium.launchServer(await chromiumOptions())
  project.provide('browserUrl', server.wsEndpoint())
  return () => server.close()
}
