import { defineConfig } from 'vitest/config'

// Without the Remix plugin: tests import routes and verbs as plain modules.
const shared = {
  esbuild: { jsx: 'automatic' },
} as const

interface Kind {
  name: string
  /** Whole-run preparations, each a file of tests/setup. */
  prepares?: string[]
  /** After so long a test hangs: no measure of its speed. */
  timeoutSeconds: number
  /** Test files at the same time. */
  workers?: number
  /** Kinds of one group run side by side, groups one after the other. */
  group: number
}

const kinds: Kind[] = [
  { name: 'unit', timeoutSeconds: 60, group: 0 },
  { name: 'integration', prepares: ['global.ts'], timeoutSeconds: 60, group: 0 },
  { name: 'contract', prepares: ['global.ts'], timeoutSeconds: 60, group: 0 },
  { name: 'architecture', timeoutSeconds: 60, group: 1, workers: 1 },
  { name: 'built', prepares: ['global.ts', 'build.ts'], timeoutSeconds: 120, group: 2, workers: 1 },
  {
    name: 'browser',
    prepares: ['global.ts', 'build.ts', 'chromium.ts'],
    timeoutSeconds: 120,
    group: 3,
    workers: 1,
  },
]

export default defineConfig({
  test: {
    coverage: { include: ['app/domain/**/*.ts'], reporter: ['text-summary', 'json-summary', 'html'] },
    projects: kinds.map((kind) => ({
      ...shared,
      test: {
        name: kind.name,
        include: [`tests/${kind.name}/**/*.test.{ts,tsx}`],
        environment: 'node',
        globalSetup: (kind.prepares ?? []).map((file) => `tests/setup/${file}`),
        setupFiles: ['tests/setup/console.ts'],
        testTimeout: kind.timeoutSeconds * 1000,
        hookTimeout: kind.timeoutSeconds * 1000,
        maxWorkers: kind.workers ?? 2,
        sequence: { groupOrder: kind.group },
      },
    })),
  },
})
