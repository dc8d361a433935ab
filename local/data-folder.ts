import { randomBytes, randomUUID } from 'node:crypto'
import { access, chmod, constants, link, mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { LocalError, systemCode } from '#local/local-error.ts'

/** Makes the folder that keeps everything `npm start` has. Throws LocalError when it cannot be written. */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    // PostgreSQL never runs as root: its own user must be able to pass through. What lies inside is closed.
    await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
  } catch (error) {
    throw new LocalError(
      `cannot write to the data folder ${folder} (${systemCode(error) ?? error}): set VIGIE_DATA_DIR`,
    )
  }
}

/** Throws LocalError when fewer than `bytes` are free where `folder` lies. */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (free >= bytes) return
  const megabytes = (count: number) => `${Math.floor(count / 1_000_000)} MB`
  throw new LocalError(
    `not enough disk space: ${megabytes(bytes)} needed in ${folder}, ${megabytes(free)} free`,
  )
}

/** A secret that is made once and then kept in `folder`, readable by its owner alone. */
export async function keptSecret(
  folder: string,
  name: string,
  make = () => randomBytes(32).toString('base64url'),
): Promise<string> {
  const file = path.join(folder, 'secrets', name)
  const known = await readFile(file, 'utf8').catch((error) => {
    if (systemCode(error) === 'ENOENT') return ''
    throw new LocalError(`cannot read ${file} (${systemCode(error)}): it belongs to another user`)
  })
  if (known) return known
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${randomUUID()}`
  await writeFile(fresh, make(), { mode: 0o600, flush: true })
  // A link never replaces: of two that make the secret at once, both read the first one's.
  await link(fresh, file).catch((error) => {
    if (systemCode(error) !== 'EEXIST') throw error
  })
  await rm(fresh)
  return readFile(file, 'utf8')
}

/** Writes variables as Node's `--env-file` reads them, readable by their owner alone. */
export async function writeVariables(
  file: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
  await writeFile(file, lines.join(''), { mode: 0o600 })
}

/**
 * Takes the lock kept in `file`, or returns undefined when another process has it. It is a lock of the operating
 * system, held through SQLite: it goes with the process that holds it, however that one ends.
 */
export function takeLock(file: string): { release(): void } | undefined {
  const database = new DatabaseSync(file)
  try {
    database.exec('pragma journal_mode = memory; begin exclusive')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined
    throw new LocalError(`cannot lock ${file}: ${error}`)
  }
}

const SQLITE_BUSY = 5
