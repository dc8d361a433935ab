import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** What `npm test` counts. */
export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/**
 * Writes the run's counts to the file named by VIGIE_TEST_COUNTS. A file that cannot be loaded and an error outside
 * any test count as one failure each: neither may look like fewer tests.
 */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counts: Counts = { passed: 0, failed: unhandled.length, skipped: 0 }
    for (const module of modules) {
      if (module.errors().length) counts.failed++
      for (const suite of module.children.allSuites()) if (suite.errors().length) counts.failed++
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        // One that was still to run when the run broke off has not passed.
        if (state === 'passed' || state === 'skipped') counts[state]++
        else counts.failed++
      }
    }
    const file = process.env.VIGIE_TEST_COUNTS
    if (file) writeFileSync(file, JSON.stringify(counts))
  }
}
