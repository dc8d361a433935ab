import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import nodemailer from 'nodemailer'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { keptSecret, openDataFolder, requireSpace, takeLock } from '#local/data-folder.ts'
import { startMailCatcher } from '#local/mail-catcher.ts'
import { freePort } from '#local/ports.ts'
import { readSettings } from '#local/settings.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'vigie-start-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const said: string[] = []
const settings = async (env: Record<string, string>) => {
  const [port, mail, web] = await Promise.all([freePort(), freePort(), freePort()])
  const ports = { PORT: String(port), MAIL_PORT: String(mail), MAIL_WEB_PORT: String(web) }
  return readSettings({ ...ports, ...env }, dataDir, (line) => said.push(line))
}

describe('settings of npm start', () => {
  test('makes its secrets once and keeps them', async () => {
    const first = await settings({})
    const second = await settings({})
    const secrets = ({ variables }: typeof first) => {
      const { SESSION_SECRET, VIGIE_DEMO_PASSWORD } = variables('postgres://x/y')
      return { SESSION_SECRET, VIGIE_DEMO_PASSWORD }
    }
    expect(secrets(second)).toEqual(secrets(first))
    expect(first.demoPassword).toMatch(/^([0-9a-f]{4}-){3}[0-9a-f]{4}$/)
    expect((await stat(path.join(dataDir, 'secrets', 'session'))).mode & 0o777).toBe(0o600)
  })

  test('the demo password can be fixed at first run; later another one is only remarked on', async () => {
    expect((await settings({ VIGIE_DEMO_PASSWORD: 'twelve-chars' })).demoPassword).toBe('twelve-chars')
    expect((await settings({ VIGIE_DEMO_PASSWORD: 'another-fine-one' })).demoPassword).toBe('twelve-chars')
    expect(said.at(-1)).toMatch(/^VIGIE_DEMO_PASSWORD differs/)
    await expect(settings({ VIGIE_DEMO_PASSWORD: 'eleven-char' })).rejects.toThrow('at least 12 characters')
  })

  test.each([
    [{ PORT: 'abc' }, 'PORT: expected a port number from 1 to 65535'],
    [{ MAIL_PORT: '65536' }, 'MAIL_PORT: expected a port number from 1 to 65535'],
    [{ MAIL_PORT: '4711', MAIL_WEB_PORT: '4711' }, 'MAIL_PORT and MAIL_WEB_PORT are both 4711'],
    [{ WEBHOOK_ALLOW_PRIVATE: 'yes' }, 'WEBHOOK_ALLOW_PRIVATE: expected true or false'],
    [{ SESSION_SECRET: 'short' }, 'SESSION_SECRET: expected at least 32 characters'],
    [{ PUBLIC_URL: 'localhost' }, 'PUBLIC_URL: expected a URL'],
  ])('%j is refused in one line', async (env, message) => {
    const error = await settings(env as unknown as Record<string, string>).catch((refusal) => refusal)
    expect(error.message).toContain(message)
    expect(error.message).not.toContain('\n')
  })

  test('a port in use is named with the variable that changes it', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    await expect(settings({ MAIL_WEB_PORT: String(port) })).rejects.toThrow(
      `port ${port} is in use: free it or set MAIL_WEB_PORT to another one`,
    )
    other.close()
  })
})

describe('data folder', () => {
  test('only one holds the lock; it goes with its holder', () => {
    const file = path.join(dataDir, 'lock')
    const held = takeLock(file)
    expect(held).toBeDefined()
    expect(takeLock(file)).toBeUndefined()
    held?.release()
    const next = takeLock(file)
    expect(next).toBeDefined()
    next?.release()
  })

  test('two that make a secret at once get the same one', async () => {
    const made = await Promise.all(
      Array.from({ length: 5 }, (_, n) => keptSecret(dataDir, 'it', () => `value ${n}`)),
    )
    expect(new Set(made).size).toBe(1)
  })

  test('too little space and a folder that cannot be are each one line', async () => {
    await expect(requireSpace(dataDir, Number.MAX_SAFE_INTEGER)).rejects.toThrow(
      /^not enough disk space: \d+ MB needed/,
    )
    await requireSpace(dataDir, 1)
    await expect(openDataFolder('/dev/null/data')).rejects.toThrow(
      /^cannot write to the data folder .* set VIGIE_DATA_DIR$/,
    )
  })

  test('is closed to other users but for the way through that the database of root needs', async () => {
    const folder = path.join(dataDir, 'new')
    await mkdir(folder)
    await chmod(folder, 0o777)
    await openDataFolder(folder)
    expect((await stat(folder)).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o711 : 0o700)
  })
})

test('the mail catcher shows what was sent, also after a restart', async () => {
  const options = { smtpPort: 0, webPort: 0, folder: path.join(dataDir, 'mail') }
  const catcher = await startMailCatcher(options)
  const mailer = nodemailer.createTransport(catcher.smtpUrl)
  await mailer.sendMail({ from: 'a@vigie.test', to: 'b@vigie.test', subject: 'Été', text: 'Bonjour' })
  mailer.close()
  await vi.waitFor(async () => expect(await subjects(catcher.webUrl)).toEqual(['Été']))
  await catcher.stop()
  const again = await startMailCatcher(options)
  expect(await subjects(again.webUrl)).toEqual(['Été'])
  await again.stop()
})

test('the mail catcher says in one line that its port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const starting = startMailCatcher({ smtpPort: port, webPort: 0, folder: path.join(dataDir, 'mail') })
  await expect(starting).rejects.toThrow(/^the mail catcher does not start: .*EADDRINUSE/)
  other.close()
})

async function subjects(webUrl: string): Promise<string[]> {
  const mails = (await (await fetch(`${webUrl}/api/email`)).json()) as { subject: string }[]
  return mails.map(({ subject }) => subject)
}
