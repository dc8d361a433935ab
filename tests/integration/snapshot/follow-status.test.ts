import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { type Clock, systemClock } from '#app/domain/clock.ts'
import type { Runtime } from '#app/runtime.ts'
import { followStatus } from '#app/snapshot.ts'
import { openDatabase } from '#db/client.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { runOnServer, withDatabase } from '#tests/setup/server.ts'

const database = useDatabase()
let publisher: Actor
beforeAll(async () => {
  publisher = await createPublisher(database.db)
})

const NEVER_MS = 3_600_000

function partsFor(url: string, failures: object[] = []) {
  const db = openDatabase(url, { name: 'vigie-follow-test' })
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (facts: object) => void failures.push(facts),
  }
  return {
    db,
    parts: {
      config: { databaseUrl: url },
      log,
      context: (actor: Actor, clock: Clock = systemClock) => statusContext(db, actor, clock),
    } as unknown as Runtime,
  }
}

async function until(condition: () => boolean, timeoutMs = 5_000): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!condition()) {
    if (Date.now() > end) throw new Error('the condition did not come true in time')
    await wait(10)
  }
}

describe('following the status', () => {
  it('hears of an incident at once, without polling', async () => {
    const { parts, db } = partsFor(database.url)
    const follower = await followStatus(parts, { pollMs: NEVER_MS })
    try {
      const ctx = statusContext(database.db, publisher, systemClock)
      const component = await makeComponent(ctx)
      await until(() => follower.current()?.status.components.length === 1)
      const begun = Date.now()
      const incident = await makeIncident(ctx, { [component]: 'major_outage' })
      await until(() => follower.current()?.status.incidents[0]?.id === incident)
      expect(Date.now() - begun).toBeLessThan(1_000)
      expect(follower.current()?.status.indicator).toBe('critical')
      expect(follower.current()?.documents.en.status.body).toContain('Major Service Outage')
    } finally {
      await follower.close()
      await db.destroy()
    }
  })

  it('polls where notifications are lost', async () => {
    const { parts, db } = partsFor(database.url)
    const follower = await followStatus(parts, { pollMs: 50 })
    try {
      const first = follower.current()?.confirmedAt.getTime() ?? 0
      await until(() => (follower.current()?.confirmedAt.getTime() ?? 0) > first)
    } finally {
      await follower.close()
      await db.destroy()
    }
  })

  it('makes one build of many requests at once', async () => {
    const { parts, db } = partsFor(database.url)
    const follower = await followStatus(parts, { pollMs: NEVER_MS })
    try {
      let builds = 0
      db.on('query', ({ sql }: { sql: string }) => {
        if (sql.includes('component_status_changes')) builds += 1
      })
      await Promise.all(Array.from({ length: 50 }, () => follower.refresh()))
      expect(builds).toBeGreaterThanOrEqual(1)
      expect(builds).toBeLessThanOrEqual(4)
    } finally {
      await follower.close()
      await db.destroy()
    }
  })

  it('starts without a database, says that it knows nothing, and catches up when it comes', async () => {
    const name = `late_${Date.now()}`
    const url = withDatabase(database.url, name)
    const failures: object[] = []
    const { parts, db } = partsFor(url, failures)
    const follower = await followStatus(parts)
    try {
      expect(follower.current()).toBeNull()
      expect(failures.length).toBeGreaterThan(0)
      await runOnServer(database.url, `create database ${name} template vigie_template`)
      await until(() => follower.current() !== null)
      const known = follower.current()
      await runOnServer(database.url, `alter database ${name} with allow_connections false`)
      await runOnServer(
        database.url,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
      )
      const failed = failures.length
      await follower.refresh()
      expect(failures.length).toBeGreaterThan(failed)
      expect(follower.current()?.status).toEqual(known?.status)
    } finally {
      await follower.close()
      await db.destroy()
      await runOnServer(database.url, `drop database if exists ${name} with (force)`)
    }
  })
})
