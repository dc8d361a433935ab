import packed from '@sparticuz/chromium'
import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's one browser listens. */
    browserUrl: string
  }
}

/**
 * Not the package's own list: that is for one page in one process, with the same-origin rules switched off; a
 * second person's cookies get lost in it.
 */
export const CHROMIUM_ARGS = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none']

/** One Chromium for the whole run: from an npm package, so that nothing is downloaded and root may run it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await chromium.launchServer({
    executablePath: await packed.executablePath(),
    args: CHROMIUM_ARGS,
  })
  project.provide('browserUrl', server.wsEndpoint())
  return () => server.close()
}
