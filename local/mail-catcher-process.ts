import { MailDev } from 'maildev'
import { oneLine } from '#local/local-error.ts'
import type { CatcherReport, MailCatcherOptions } from '#local/mail-catcher.ts'

// The mail catcher's own process: says its ports to the one that started it and leaves with it.
const options = JSON.parse(process.argv[2] ?? '{}') as MailCatcherOptions
const LOOPBACK = '127.0.0.1'
const MOST_MAILS_KEPT = 2_000

const leave = () => process.exit(0)
process.once('disconnect', leave)
process.once('SIGTERM', leave)

try {
  const catcher = new MailDev({
    smtp: options.smtpPort,
    ip: LOOPBACK,
    web: options.webPort,
    webIp: LOOPBACK,
    maxEmails: MOST_MAILS_KEPT,
    silent: true,
    mailDirectory: options.folder,
  })
  const { smtp, api } = await catcher.start()
  const webPort = api?.getPort()
  if (!webPort) throw new Error('its web page does not listen')
  report({ smtpPort: smtp.getPort(), webPort })
} catch (error) {
  report({ failed: oneLine(error) })
  process.exitCode = 1
  process.disconnect()
}

function report(message: CatcherReport): void {
  process.send?.(message)
}
