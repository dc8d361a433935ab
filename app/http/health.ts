import { type RequestHandler, Router } from 'express'
import type { Services } from '#app/http/load-context.ts'
import type { SnapshotHolder } from '#app/http/snapshot-holder.ts'

/** Answers when its part works, throws when it does not. */
export type Probe = () => Promise<unknown>

const PROBE_TIMEOUT_MS = 3_000

/**
 * `/healthz`: this process can serve (version, age of the snapshot in seconds). `/readyz`: everything it needs
 * can be reached, or 503 and which part cannot.
 */
export function healthRoutes(
  services: Services,
  version: string,
  probes: Record<string, Probe>,
): RequestHandler {
  const router = Router()
  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json(health(services.snapshot, version))
  })
  // Anybody may ask: those who ask at once share one round, so a flood opens one connection to each part.
  let round: Promise<(readonly [string, boolean])[]> | undefined
  const askAll = async () => {
    try {
      return await Promise.all(
        Object.entries(probes).map(async ([name, probe]) => [name, await answers(probe)] as const),
      )
    } finally {
      round = undefined
    }
  }
  router.get('/readyz', async (_req, res) => {
    round ??= askAll()
    const parts = await round
    const ready = parts.every(([, works]) => works)
    res
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: ready ? 'ready' : 'unavailable', parts: Object.fromEntries(parts) })
  })
  return router
}

/** What `/healthz` says of a process that can serve. */
export function health(snapshot: SnapshotHolder, version: string) {
  const confirmedAt = snapshot.current()?.confirmedAt
  const ageSeconds = confirmedAt && Math.max(0, Math.round((Date.now() - confirmedAt.getTime()) / 1000))
  return { status: 'ok', version, snapshot_age_seconds: ageSeconds ?? null }
}

async function answers(probe: Probe): Promise<boolean> {
  const timeout = new AbortController()
  try {
    return await Promise.race([
      probe().then(() => true),
      new Promise<false>((resolve) => {
        const timer = setTimeout(() => resolve(false), PROBE_TIMEOUT_MS)
        timeout.signal.addEventListener('abort', () => clearTimeout(timer))
      }),
    ])
  } catch {
    return false
  } finally {
    timeout.abort()
  }
}
