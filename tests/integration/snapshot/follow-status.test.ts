import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Actor } from '#app/domain/access/actor.ts'
import { type Clock, systemClock } from '#app/domain/clock.ts'
import { recordIncident } from '#app/domain/incidents/record-incident.ts'
import { freshnessOf } from '#app/domain/snapshot/freshness.ts'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import type { Runtime } from '#app/runtime.ts'
import { followKeptStatus, followStatus } from '#app/snapshot.ts'
import { openDatabase } from '#db/client.ts'
import { type Storage, StorageError } from '#storage/contract.ts'
import { openStorage } from '#storage/open.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { runOnServer, withDatabase } from '#tests/setup/server.ts'

const database = useDatabase()
let publisher: Actor
let folder: string
beforeAll(async () => {
  publisher = await createPublisher(database.db)
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-follow-'))
})
afterAll(() => rm(folder, { recursive: true }))

const NEVER_MS = 3_600_000
let stores = 0

function partsFor(url: string, store = `store-${stores++}`) {
  const failures: object[] = []
  const db = openDatabase(url, { name: 'vigie-follow-test' })
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (facts: object) => void failures.push(facts),
  }
  return {
    db,
    failures,
    parts: {
      config: { databaseUrl: url },
      log,
      storage: openStorage(`file:${path.join(folder, store)}`),
      context: (actor: Actor, clock: Clock = systemClock) => statusContext(db, actor, clock),
    } as unknown as Runtime,
  }
}

/** What is shown, and how many minutes beyond belief each showing said that it was. */
function openBoard() {
  const board = {
    shown: null as Snapshot | null,
    ages: [] as (number | null)[],
    async publish(snapshot: Snapshot | null, now: Date) {
      board.shown = snapshot
      board.ages.push(snapshot && freshnessOf(snapshot.confirmedAt, now).staleMinutes)
    },
  }
  return board
}

const until = (condition: () => void) => vi.waitFor(condition, { timeout: 5_000, interval: 10 })

describe('following the status', () => {
  it('hears of an incident at once, without polling', async () => {
    const { parts, db } = partsFor(database.url)
    const board = openBoard()
    const follower = await followStatus(parts, board, { pollMs: NEVER_MS })
    try {
      const ctx = statusContext(database.db, publisher, systemClock)
      const component = await makeComponent(ctx)
      await until(() => expect(board.shown?.status.components).toHaveLength(1))
      // No poll comes to help; how soon it is shown is measured by `npm run bench -- status`.
      const incident = await makeIncident(ctx, { [component]: 'major_outage' })
      await until(() => expect(board.shown?.status.incidents[0]?.id).toBe(incident))
      expect(board.shown?.status.indicator).toBe('critical')
    } finally {
      await follower.close()
      await db.destroy()
    }
  })

  it('polls where notifications are lost', async () => {
    const { parts, db } = partsFor(database.url)
    const board = openBoard()
    const follower = await followStatus(parts, board, { pollMs: 50 })
    try {
      const first = board.shown?.confirmedAt.getTime() ?? 0
      await until(() => expect(board.shown?.confirmedAt.getTime()).toBeGreaterThan(first))
    } finally {
      await follower.close()
      await db.destroy()
    }
  })

  it('makes one round of many requests at once', async () => {
    const { parts, db } = partsFor(database.url)
    const follower = await followStatus(parts, openBoard(), { pollMs: NEVER_MS })
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
    const { parts, db, failures } = partsFor(url)
    const board = openBoard()
    const follower = await followStatus(parts, board)
    try {
      expect(board.ages).toEqual([null])
      expect(failures.length).toBeGreaterThan(0)
      await runOnServer(database.url, `create database ${name} template vigie_template`)
      await until(() => expect(board.shown).not.toBeNull())
      const known = board.shown
      await runOnServer(database.url, `alter database ${name} with allow_connections false`)
      await runOnServer(
        database.url,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
      )
      const failed = failures.length
      await follower.refresh()
      expect(failures.length).toBeGreaterThan(failed)
      expect(board.shown?.status).toEqual(known?.status)
    } finally {
      await follower.close()
      await db.destroy()
      await runOnServer(database.url, `drop database if exists ${name} with (force)`)
    }
  })
})

describe('while the database is gone', () => {
  const GONE = 'postgres://nobody@127.0.0.1:1/gone'

  it('a process that starts shows what another has kept, and says each minute how old that is', async () => {
    const known = partsFor(database.url, 'shared')
    const first = openBoard()
    const confirmedAt = new Date()
    await (await followStatus(known.parts, first, { clock: { now: () => confirmedAt } })).close()
    await known.db.destroy()

    const { parts, db } = partsFor(GONE, 'shared')
    const board = openBoard()
    let now = new Date(confirmedAt.getTime() + 30_000)
    const follower = await followStatus(parts, board, { clock: { now: () => now }, pollMs: NEVER_MS })
    try {
      expect(board.shown?.status).toEqual(first.shown?.status)
      expect(board.shown?.confirmedAt).toEqual(confirmedAt)
      for (const seconds of [120, 121, 150, 180, 200]) {
        now = new Date(confirmedAt.getTime() + seconds * 1_000)
        await follower.refresh()
      }
      // Made anew only when the words change.
      expect(board.ages).toEqual([0, 2, 3])
    } finally {
      await follower.close()
      await db.destroy()
    }
  })

  it('a process without any database follows what others keep, and never goes back', async () => {
    const { parts, db } = partsFor(database.url, 'kept')
    const board = openBoard()
    const reader = await followKeptStatus(parts, board, { pollMs: 20 })
    const writer = await followStatus(parts, openBoard(), { pollMs: NEVER_MS })
    try {
      await until(() => expect(board.shown).not.toBeNull())
      const ctx = statusContext(database.db, publisher, systemClock)
      const incident = await makeIncident(ctx, { [await makeComponent(ctx)]: 'partial_outage' })
      await until(() => expect(board.shown?.status.incidents.map(({ id }) => id)).toContain(incident))
      expect(board.ages[0]).toBeNull()
    } finally {
      await writer.close()
      await reader.close()
      await db.destroy()
    }
  })

  it('a month of the past that storage did not give at first is shown as soon as it does', async () => {
    const { parts, db } = partsFor(database.url, 'hiccup')
    const ctx = statusContext(database.db, publisher, systemClock)
    const long = await recordIncident(ctx, {
      nameFr: 'Il y a longtemps',
      bodyFr: 'Panne.',
      components: [{ id: await makeComponent(ctx), status: 'major_outage' }],
      beganAt: new Date('2024-02-29T08:00:00Z'),
      endedAt: new Date('2024-02-29T09:00:00Z'),
    })
    await (await followStatus(parts, openBoard(), { pollMs: NEVER_MS })).close()
    await db.destroy()
    let gives = false
    const hiccup: Storage = Object.assign(Object.create(parts.storage), {
      get: (key: string) =>
        gives || !key.includes('/past/')
          ? parts.storage.get(key)
          : Promise.reject(new StorageError('unavailable', 'for a moment')),
    })
    const lost = partsFor(GONE)
    const boards = [openBoard(), openBoard()] as const
    const followers = [
      await followKeptStatus({ ...parts, storage: hiccup }, boards[0], { pollMs: 20 }),
      // A web process that starts while the database is gone.
      await followStatus({ ...lost.parts, storage: hiccup }, boards[1], { pollMs: 20 }),
    ]
    const shows = () =>
      boards.map(({ shown }) => shown?.status.incidents.some(({ id }) => id === long) ?? null)
    expect(shows()).toEqual([false, false])
    gives = true
    await until(() => expect(shows()).toEqual([true, true]))
    const times = boards.map(({ ages }) => ages.length)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(boards.map(({ ages }) => ages.length)).toEqual(times)
    for (const follower of followers) await follower.close()
    await lost.db.destroy()
  })

  it.each([
    ['of another version', '{"format":0,"status":{}}'],
    ['cut off', '{"format":1,"confirmedAt":"2026-'],
    ['of nothing', '{"format":1,"confirmedAt":"2026-11-27T00:00:00.000Z","status":{}}'],
  ])('what was kept %s is not shown', async (_, text) => {
    const { parts, db } = partsFor(GONE)
    async function* body() {
      yield Buffer.from(text)
    }
    await parts.storage.put('status/snapshot.json', body(), {
      contentType: 'application/json',
      maxBytes: 100,
    })
    const board = openBoard()
    const follower = await followKeptStatus(parts, board)
    expect(board.ages).toEqual([null])
    await follower.close()
    await db.destroy()
  })

  it('what was kept by a clock that is ahead is not believed, and does not stay', async () => {
    const { parts, db } = partsFor(database.url, 'ahead')
    const ahead = new Date('2999-01-01T00:00:00Z')
    await (await followStatus(parts, openBoard(), { clock: { now: () => ahead }, pollMs: NEVER_MS })).close()
    const board = openBoard()
    const reader = await followKeptStatus(parts, board, { pollMs: 20 })
    expect(board.ages[0]).toBeGreaterThan(1_000)
    await (await followStatus(parts, openBoard(), { pollMs: NEVER_MS })).close()
    await until(() => expect(board.ages.at(-1)).toBe(0))
    await reader.close()
    await db.destroy()
  })
})
