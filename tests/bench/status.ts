import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseConfig } from '#app/config/config.ts'
import { nobody } from '#app/domain/access/actor.ts'
import { systemClock } from '#app/domain/clock.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { exportStatus } from '#app/export-status.ts'
import { type Answer, ENCODINGS, type Form } from '#app/http/public-site/answer.ts'
import { openPublicSide } from '#app/public-side.ts'
import { openRuntime } from '#app/runtime.ts'
import { loadServerBuild } from '#app/server-build.ts'
import { openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { buildIfStale } from '#local/build.ts'
import { freePort } from '#local/ports.ts'
import { startPostgres } from '#local/postgres.ts'
import { type Figure, median } from '#tests/bench/figures.ts'
import { generator, has, type Load, load, pin } from '#tests/bench/load.ts'
import { fillScene, type SceneSize } from '#tests/bench/status-scene.ts'
import { runProcess } from '#tests/setup/process.ts'

/** Many short rounds: a machine that others share changes its pace within seconds, and each round is compared alone. */
const ROUNDS = 12
const SECONDS = 1
const CHANGES = 3
const SIZES: SceneSize[] = [
  { components: 12, incidents: 3 },
  { components: 500, incidents: 1_000 },
  { components: 5_000, incidents: 1_000 },
]
const GZIP = { 'Accept-Encoding': 'gzip' }
const root = path.dirname(path.dirname(import.meta.dirname))

/**
 * The status page and its API on one core: our whole web process, a bare `node:http` server that sends the same bytes,
 * and nginx with the exported files where it is installed. Then the same, and what a change costs, as the page grows.
 */
export async function benchStatus(): Promise<Figure[]> {
  await buildIfStale()
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-bench-'))
  const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), durable: false })
  try {
    console.log(
      `load by ${generator}, 50 connections, ${ROUNDS} rounds of ${SECONDS} s, medians of their ratios`,
    )
    const figures: Figure[] = []
    for (const size of SIZES) {
      const url = await freshDatabase(postgres.url, size)
      const scene = path.join(folder, String(size.components))
      await mkdir(scene)
      figures.push(...(await benchScene(url, scene, size)))
    }
    return figures
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A database of its own on `server`, filled. Returns its URL. */
export async function freshDatabase(server: string, size: SceneSize): Promise<string> {
  const name = `bench_${size.components}_${size.incidents}`
  const admin = openDatabase(server, { maxConnections: 1 })
  await admin.raw(`create database ${name}`)
  await admin.destroy()
  const url = new URL(server)
  url.pathname = `/${name}`
  await migrate(url.href)
  const db = openDatabase(url.href)
  await fillScene(db, size)
  await db.destroy()
  return url.href
}

async function benchScene(databaseUrl: string, folder: string, size: SceneSize): Promise<Figure[]> {
  const port = await freePort()
  const env = {
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: databaseUrl,
    STORAGE_URL: `file:${path.join(folder, 'storage')}`,
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Vigie <no-reply@vigie.test>',
    SESSION_SECRET: 'a secret for the benchmark alone 0123456789',
    LOG_LEVEL: 'info',
  }
  const runtime = openRuntime(parseConfig({ ...env, LOG_LEVEL: 'silent' }), 'cli')
  const name = `${size.components} components, ${size.incidents} incidents`
  const files = path.join(folder, 'files')
  await exportStatus(runtime.context(nobody), files)
  const growth = await measureChange(runtime, name)
  await runtime.close()
  const web = runProcess('app/web.ts', env, [])
  const nginx = has('nginx', '-v') ? await startNginx(folder, files) : null
  try {
    await untilAnswered(env.PUBLIC_URL)
    pin(web.child.pid, 0)
    const isFull = size === SIZES[0]
    const asked: { at: string; what: string; known?: true }[] = [
      { at: '/status', what: 'page' },
      { at: '/api/v2/summary.json', what: 'summary.json' },
      ...(isFull ? [{ at: '/status', what: '304', known: true } as const] : []),
    ]
    const figures = [...growth]
    for (const { at, what, known } of asked) {
      figures.push(
        ...(await compare(`${what}, ${name}`, env.PUBLIC_URL + at, nginx && nginx.url + at, known)),
      )
    }
    return figures
  } finally {
    await nginx?.stop()
    await web.stop()
  }
}

/** What one change costs from the database to the last compressed byte, beside the second it may take to appear. */
async function measureChange(runtime: ReturnType<typeof openRuntime>, name: string): Promise<Figure[]> {
  const { site } = await openPublicSide(runtime, await loadServerBuild())
  const taken: number[] = []
  for (let round = 0; round <= CHANGES; round++) {
    const begun = performance.now()
    const status = await buildPublicStatus(runtime.context(nobody))
    // Another moment of change each time, so that nothing is reused.
    await site.publish(
      { status: { ...status, updatedAt: new Date(round).toISOString() }, confirmedAt: new Date() },
      systemClock.now(),
    )
    if (round > 0) taken.push(performance.now() - begun)
  }
  for (const at of ['/status', '/api/v2/summary.json']) {
    const answer = (await site.find(at, () => 'fr')) as Answer
    const sizes = ENCODINGS.map((encoding) => `${encoding} ${answer.forms[encoding].body.length}`)
    console.log(`  ${at}, ${name}: ${sizes.join(', ')} bytes`)
  }
  const ours = median(taken)
  return [
    {
      what: `a change until it is shown, ${name}`,
      unit: 'ms',
      ours,
      reference: 1_000,
      referenceName: 'the second it may take',
      ratio: ours / 1_000,
      target: 'at most 1',
      met: ours <= 1_000,
    },
  ]
}

async function compare(what: string, url: string, nginxUrl: string | null, known?: true): Promise<Figure[]> {
  const etag = async (from: string) => (await fetch(from, { headers: GZIP })).headers.get('etag') ?? ''
  const asWho = async (from: string) => ({
    headers: known ? { ...GZIP, 'If-None-Match': await etag(from) } : GZIP,
    status: known ? 304 : 200,
  })
  const bare = await startBare(url, (await asWho(url)).headers)
  const taken: Record<'ours' | 'bare' | 'nginx', Load[]> = { ours: [], bare: [], nginx: [] }
  try {
    for (let round = 0; round < ROUNDS; round++) {
      taken.bare.push(await load(bare.url, SECONDS, await asWho(bare.url)))
      taken.ours.push(await load(url, SECONDS, await asWho(url)))
      if (nginxUrl) taken.nginx.push(await load(nginxUrl, SECONDS, await asWho(nginxUrl)))
    }
  } finally {
    bare.child.kill()
  }
  const middle = (loads: Load[], of: 'rate' | 'p99') => median(loads.map((one) => one[of]))
  const figure = (of: 'rate' | 'p99', other: 'bare' | 'nginx', limit: number): Figure => {
    const ratio = median(taken.ours.map((one, round) => one[of] / (taken[other][round]?.[of] ?? 0)))
    const isRate = of === 'rate'
    return {
      what: isRate ? what : `99 of 100 answered within, ${what}`,
      unit: isRate ? 'requests/s' : 'ms',
      ours: middle(taken.ours, of),
      reference: middle(taken[other], of),
      referenceName: other === 'bare' ? 'bare node:http' : 'nginx',
      ratio,
      target: `${isRate ? 'at least' : 'at most'} ${limit}`,
      met: isRate ? ratio >= limit : ratio <= limit,
    }
  }
  return [
    figure('rate', 'bare', 0.9),
    ...(nginxUrl ? [figure('rate', 'nginx', 0.45)] : []),
    figure('p99', 'bare', 2),
  ]
}

/** The same bytes and headers as `url` gives, without a program behind them. */
async function startBare(
  url: string,
  headers: Record<string, string>,
): Promise<{ url: string; child: ChildProcess }> {
  const answer = await rawAnswer(url, headers)
  const child = fork(path.join(root, 'tests/bench/bare-server.ts'), [], { execArgv: ['--import', 'tsx'] })
  pin(child.pid, 0)
  child.send(answer)
  const [address] = (await once(child, 'message')) as [AddressInfo]
  return { url: `http://127.0.0.1:${address.port}${new URL(url).pathname}`, child }
}

async function rawAnswer(url: string, headers: Record<string, string>) {
  const { request } = await import('node:http')
  const sent = request(url, { headers })
  sent.end()
  const [answer] = await once(sent, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  const own = ['Date', 'Connection', 'Keep-Alive', 'Transfer-Encoding']
  const pairs = (answer.rawHeaders as string[]).flatMap((name, index, all) =>
    index % 2 === 0 && !own.includes(name) ? [name, all[index + 1] ?? ''] : [],
  )
  const form: Pick<Form, 'headers'> = { headers: pairs }
  return { status: answer.statusCode, headers: form.headers, body: Buffer.concat(chunks).toString('base64') }
}

async function startNginx(folder: string, files: string): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort()
  const home = path.join(folder, 'nginx')
  await mkdir(home)
  const configuration = path.join(home, 'nginx.conf')
  const template = await readFile(path.join(root, 'tests/bench/nginx.conf'), 'utf8')
  await writeFile(
    configuration,
    template.replaceAll('HOME', home).replaceAll('FILES', files).replaceAll('PORT', String(port)),
  )
  const child = spawn('nginx', ['-c', configuration, '-p', home, '-e', path.join(home, 'error.log')], {
    stdio: 'inherit',
  })
  await untilAnswered(`http://127.0.0.1:${port}`)
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function untilAnswered(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await fetch(`${url}/status`).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    await wait(100)
  }
  throw new Error(`${url} does not answer`)
}
