import { expect, test, vi } from 'vitest'
import { type Running, Supervisor } from '#local/supervisor.ts'

/** A part that runs until the test ends it. */
class Part implements Running {
  starts = 0
  readonly #log: string[]
  readonly #name: string
  #end: (how: string) => void = () => undefined
  ended: Promise<string> = Promise.resolve('not started')

  constructor(name: string, log: string[]) {
    this.#name = name
    this.#log = log
  }

  start = async (): Promise<Running> => {
    this.starts++
    const { promise, resolve } = Promise.withResolvers<string>()
    this.#end = resolve
    this.ended = promise
    return { ended: promise, stop: () => this.stop(), kill: () => this.kill() }
  }

  async stop(): Promise<void> {
    this.#log.push(`stop ${this.#name}`)
    this.#end('exit code 0')
  }

  kill(): void {
    this.#log.push(`kill ${this.#name}`)
    this.#end('signal SIGKILL')
  }

  die(): void {
    this.#end('exit code 1')
  }
}

function house(wellAfterMs = 60_000) {
  const log: string[] = []
  const givenUp: Error[] = []
  const supervisor = new Supervisor({
    log: (line) => log.push(line),
    onGiveUp: (error) => givenUp.push(error),
    firstDelayMs: 1,
    wellAfterMs,
  })
  return { log, givenUp, supervisor, part: (name: string) => new Part(name, log) }
}

test('stops what was started last first', async () => {
  const { supervisor, part, log } = house()
  await supervisor.keep('database', part('database').start)
  await supervisor.keep('web', part('web').start)
  await supervisor.stop()
  expect(log).toEqual(['stop web', 'stop database'])
  expect(supervisor.stopping.aborted).toBe(true)
})

test('starts again what ended by itself, and says so', async () => {
  const { supervisor, part, log } = house()
  const web = part('web')
  await supervisor.keep('web', web.start)
  web.die()
  await vi.waitFor(() => expect(web.starts).toBe(2))
  expect(log).toEqual(['web ended (exit code 1), starting it again in 0.001 s'])
  await supervisor.stop()
  expect(web.starts).toBe(2)
})

test('gives up on what ends at once again and again, with its last reason', async () => {
  const { supervisor, part, givenUp } = house()
  const web = part('web')
  await supervisor.keep('web', web.start)
  for (const starts of [1, 2, 3, 4]) {
    await vi.waitFor(() => expect(web.starts).toBe(starts))
    web.die()
  }
  await vi.waitFor(() => expect(givenUp).toHaveLength(1))
  expect(givenUp[0]?.message).toBe('web ends again and again (exit code 1): its messages are above')
  expect(web.starts).toBe(4)
})

test('a part that was well before it died has all its chances anew', async () => {
  const { supervisor, part, givenUp } = house(-1)
  const web = part('web')
  await supervisor.keep('web', web.start)
  for (const starts of [1, 2, 3, 4, 5, 6]) {
    await vi.waitFor(() => expect(web.starts).toBe(starts))
    web.die()
  }
  await vi.waitFor(() => expect(web.starts).toBe(7))
  expect(givenUp).toEqual([])
  await supervisor.stop()
})

test('a restart on purpose is no death', async () => {
  const { supervisor, part, givenUp, log } = house()
  const worker = part('worker')
  await supervisor.keep('worker', worker.start)
  for (const starts of [2, 3, 4, 5, 6]) {
    await supervisor.restart('worker')
    await vi.waitFor(() => expect(worker.starts).toBe(starts))
  }
  expect(givenUp).toEqual([])
  expect(new Set(log)).toEqual(new Set(['stop worker']))
  await supervisor.stop()
})

test('a part whose first start fails is the caller’s to report', async () => {
  const { supervisor } = house()
  const failing = supervisor.keep('web', () => Promise.reject(new Error('no port')))
  await expect(failing).rejects.toThrow('no port')
  await supervisor.stop()
})

test('a part that is just starting is stopped too, and none starts after', async () => {
  const { supervisor, part, log } = house()
  const gate = Promise.withResolvers<void>()
  const web = part('web')
  const kept = supervisor.keep('web', async () => {
    await gate.promise
    return web.start()
  })
  const stopped = supervisor.stop()
  gate.resolve()
  await Promise.all([kept, stopped])
  expect(log).toEqual(['stop web'])
  await expect(supervisor.keep('late', part('late').start)).rejects.toThrow()
})

test('the second Ctrl-C ends everything at once', async () => {
  const { supervisor, part, log } = house()
  await supervisor.keep('database', part('database').start)
  await supervisor.keep('web', part('web').start)
  supervisor.kill()
  expect(log).toEqual(['kill web', 'kill database'])
})
