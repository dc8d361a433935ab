import { z } from 'zod'

const url = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `expected a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  })

const port = z.coerce
  .number({ error: 'expected a port number' })
  .int('expected a port number')
  .min(0, 'expected a port from 0 to 65535')
  .max(65535, 'expected a port from 0 to 65535')

/** Secrets that stand in public texts, such as this project's own documentation: refused. */
const PUBLISHED_SECRETS = [
  'change-me',
  'changeme',
  'secret',
  'session-secret',
  'please-change-this-secret-please',
]

const storageUrl = z.string().refine((value) => /^file:.+/.test(value) || /^s3:\/\/[a-z0-9.-]+/.test(value), {
  error: 'expected file:DIR or s3://BUCKET?endpoint=…&region=…',
})

/** What shows the public side needs. */
const statusSchema = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('0.0.0.0'),
  PUBLIC_URL: url('http:', 'https:').transform((value) => value.replace(/\/+$/, '')),
  STATUS_URL: url('http:', 'https:')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  STORAGE_URL: storageUrl,
  PROVIDER_NAME: z.string().min(1).max(60).default('Vigie'),
  SUPPORT_EMAIL: z.email('expected an email address').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

const schema = statusSchema.extend({
  DATABASE_URL: url('postgres:', 'postgresql:'),
  SMTP_URL: url('smtp:', 'smtps:'),
  MAIL_FROM: z.string().regex(/@/, 'expected an address, such as Vigie <no-reply@example.com>'),
  SESSION_SECRET: z
    .string()
    .min(32, 'expected at least 32 characters, made at random')
    .refine((value) => !PUBLISHED_SECRETS.some((known) => value.toLowerCase().startsWith(known)), {
      error: 'expected a secret of your own: this one is published',
    })
    .refine((value) => new Set(value).size >= 8, { error: 'expected a random value' }),
  PAYOUT_CUTOFF: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day in Paris, such as 16:00')
    .default('16:00'),
  /** On one's own machine: webhooks may go to private and loopback addresses, and there without TLS. */
  WEBHOOK_ALLOW_PRIVATE: z.enum(['true', 'false'], { error: 'expected true or false' }).default('false'),
  /** How many proxies in front may be believed about the visitor's address. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
})

/** Settings of a process that shows the status page alone. */
export interface StatusConfig {
  readonly port: number
  readonly host: string
  readonly publicUrl: string
  readonly statusUrl: string
  readonly storageUrl: string
  readonly provider: { readonly name: string; readonly supportEmail: string }
  readonly logLevel: string
}

/** All settings, typed. Names and meanings: docs/operations.md. */
export interface Config extends StatusConfig {
  readonly databaseUrl: string
  readonly smtpUrl: string
  readonly mailFrom: string
  readonly sessionSecret: string
  readonly payoutCutoff: string
  readonly privateWebhooks: boolean
  readonly trustedProxies: number
}

/** What is wrong with the variables, one line each, naming the variable and what is expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'))
  }
}

type Variables = Readonly<Record<string, string | undefined>>

/** Parses the variables once, at start. Throws ConfigError with a line per wrong variable; never repeats a value. */
export function parseConfig(env: Variables): Config {
  const values = parse(schema, env)
  const addressIn = (mailFrom: string) => /<(.+)>/.exec(mailFrom)?.[1] ?? mailFrom
  return {
    ...statusSettings(values, values.SUPPORT_EMAIL ?? addressIn(values.MAIL_FROM)),
    databaseUrl: values.DATABASE_URL,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    sessionSecret: values.SESSION_SECRET,
    payoutCutoff: values.PAYOUT_CUTOFF,
    privateWebhooks: values.WEBHOOK_ALLOW_PRIVATE === 'true',
    trustedProxies: values.TRUSTED_PROXIES,
  }
}

/** The same for a process that shows the status page alone; its pages name `SUPPORT_EMAIL`, so that is needed too. */
function parseStatusConfig(env: Variables): StatusConfig {
  const values = parse(statusSchema.required({ SUPPORT_EMAIL: true }), env)
  return statusSettings(values, values.SUPPORT_EMAIL)
}

function statusSettings(values: z.output<typeof statusSchema>, supportEmail: string): StatusConfig {
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL,
    statusUrl: values.STATUS_URL ?? values.PUBLIC_URL,
    storageUrl: values.STORAGE_URL,
    provider: { name: values.PROVIDER_NAME, supportEmail },
    logLevel: values.LOG_LEVEL,
  }
}

function parse<S extends z.ZodType>(wanted: S, env: Variables): z.output<S> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = wanted.safeParse(given)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    parsed.error.issues.map((issue) => {
      const name = String(issue.path[0])
      return name in given ? `${name}: ${issue.message}` : `${name}: missing`
    }),
  )
}

/** The process's own configuration. The only reader of process.env; ends the process with one line per fault. */
export const loadConfig = (): Config => orLeave(parseConfig)
export const loadStatusConfig = (): StatusConfig => orLeave(parseStatusConfig)

function orLeave<T>(read: (env: Variables) => T): T {
  try {
    return read(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const line of error.lines) process.stderr.write(`vigie: ${line}\n`)
    process.exit(1)
  }
}
