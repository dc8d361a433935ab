import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ConfigError, parseConfig } from '#app/config/config.ts'
import { keptSecret, requireSpace } from '#local/data-folder.ts'
import { LocalError } from '#local/local-error.ts'
import { freePort, parsePort, requireFreePort } from '#local/ports.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** What `npm start` runs with. */
export interface LocalSettings {
  readonly port: number
  readonly host: string
  readonly mailPort: number
  readonly mailWebPort: number
  readonly postgresPort: number
  readonly demoPassword: string
  /** Variables of web and worker; the database's URL is known when the database runs. */
  readonly variables: (databaseUrl: string) => Record<string, string>
}

const FIRST_RUN_BYTES = 600_000_000
const NEXT_RUN_BYTES = 100_000_000
/** How long the processes of a start that was killed may need to leave their ports. */
const LEAVE_TIMEOUT_MS = 4_000

/** Everything that can be known to be wrong before anything is started. Throws LocalError, a line per fault. */
export async function readSettings(
  env: Variables,
  dataDir: string,
  log: (line: string) => void,
): Promise<LocalSettings> {
  const port = parsePort(env.PORT, 'PORT', 3000)
  const mailPort = parsePort(env.MAIL_PORT, 'MAIL_PORT', 1025)
  const mailWebPort = parsePort(env.MAIL_WEB_PORT, 'MAIL_WEB_PORT', 1080)
  const postgresPort = parsePort(env.PGPORT, 'PGPORT', await freePort())
  const host = env.HOST || '127.0.0.1'
  const demoPassword = await chooseDemoPassword(env, dataDir, log)
  const fixed: Record<string, string> = {
    NODE_ENV: 'production',
    LOG_LEVEL: env.LOG_LEVEL || 'warn',
    PORT: String(port),
    HOST: host,
    PUBLIC_URL: env.PUBLIC_URL || `http://localhost:${port}`,
    STORAGE_URL: `file:${path.join(dataDir, 'storage')}`,
    SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
    MAIL_FROM: env.MAIL_FROM || 'Vigie <no-reply@vigie.test>',
    SUPPORT_EMAIL: env.SUPPORT_EMAIL || 'support@vigie.test',
    SESSION_SECRET: env.SESSION_SECRET || (await keptSecret(dataDir, 'session')),
    VIGIE_DEMO_PASSWORD: demoPassword,
    WEBHOOK_ALLOW_PRIVATE: env.WEBHOOK_ALLOW_PRIVATE || 'true',
  }
  const variables = (databaseUrl: string) => ({ ...fixed, DATABASE_URL: databaseUrl })
  checkVariables({ ...env, ...variables('postgres://127.0.0.1/vigie') })
  await requireSpace(dataDir, existsSync(path.join(dataDir, 'storage')) ? NEXT_RUN_BYTES : FIRST_RUN_BYTES)
  await requireFreePorts([
    { port, host, variable: 'PORT' },
    { port: mailPort, host: '127.0.0.1', variable: 'MAIL_PORT' },
    { port: mailWebPort, host: '127.0.0.1', variable: 'MAIL_WEB_PORT' },
    { port: postgresPort, host: '127.0.0.1', variable: 'PGPORT' },
  ])
  return { port, host, mailPort, mailWebPort, postgresPort, demoPassword, variables }
}

function checkVariables(env: Variables): void {
  try {
    parseConfig(env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    // One line per variable: what else is wrong with it can be told once the first is right.
    const first = new Map(error.lines.toReversed().map((line) => [line.split(':')[0], line]))
    throw new LocalError([...first.values()].reverse().join('\n'))
  }
}

interface WantedPort {
  port: number
  host: string
  variable: string
}

async function requireFreePorts(wanted: WantedPort[]): Promise<void> {
  for (const [index, { port, variable }] of wanted.entries()) {
    const other = wanted.slice(0, index).find((earlier) => earlier.port === port)
    if (other)
      throw new LocalError(`${other.variable} and ${variable} are both ${port}: set one to another port`)
  }
  const deadline = performance.now() + LEAVE_TIMEOUT_MS
  for (const { port, host, variable } of wanted) {
    for (;;) {
      try {
        await requireFreePort(port, host, variable)
        break
      } catch (error) {
        if (performance.now() > deadline) throw error
        await wait(100)
      }
    }
  }
}

/** One password of all demo sign-ins: the variable's at first run, else a random one; kept from then on. */
async function chooseDemoPassword(
  env: Variables,
  dataDir: string,
  log: (line: string) => void,
): Promise<string> {
  const wished = env.VIGIE_DEMO_PASSWORD
  if (wished && wished.length < 12)
    throw new LocalError('VIGIE_DEMO_PASSWORD: expected at least 12 characters')
  const random = () =>
    randomBytes(8)
      .toString('hex')
      .replace(/(....)(?=.)/g, '$1-')
  const kept = await keptSecret(dataDir, 'demo-password', () => wished || random())
  if (wished && wished !== kept) {
    log(
      `VIGIE_DEMO_PASSWORD differs from the password the demo was made with, which stays: delete ${dataDir} for a new demo`,
    )
  }
  return kept
}
