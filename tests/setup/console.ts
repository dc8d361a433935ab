import { format } from 'node:util'
import { afterAll, afterEach, beforeEach } from 'vitest'

// A warning or an error on the console that no test has asked for is a fault of the code, not noise.
const original = { error: console.error, warn: console.warn }
let expected: RegExp[] = []
let unexpected: string[] = []

for (const level of ['error', 'warn'] as const) {
  console[level] = (...values: unknown[]) => {
    const text = format(...values)
    if (expected.some((pattern) => pattern.test(text))) return
    original[level](...values)
    unexpected.push(`console.${level}: ${text}`)
  }
}

/** Lets the rest of this test write what matches to the console. */
export function expectConsole(pattern: RegExp): void {
  expected.push(pattern)
}

beforeEach(() => {
  expected = []
})
afterEach(refuseUnexpected)
afterAll(refuseUnexpected)

function refuseUnexpected(): void {
  const seen = unexpected
  unexpected = []
  if (seen.length) throw new Error(`unexpected output on the console:\n${seen.join('\n')}`)
}
