import nodemailer from 'nodemailer'
import type { Mailer, OutgoingMail, SendResult } from '#app/mail/types.ts'

export interface MailerOptions {
  smtpUrl: string
  /** `Name <address>` or an address. */
  from: string
  provider: { name: string; supportEmail: string }
  /** SMTP connections held open at most. */
  maxConnections?: number
  /** A server that is silent for so long in the middle of a mail is given up. */
  socketTimeoutMs?: number
}

/** Opens a pool to the SMTP server; connections are made when first used. */
export function openMailer({
  smtpUrl,
  from,
  provider,
  maxConnections = 5,
  socketTimeoutMs = 30_000,
}: MailerOptions): Mailer {
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections,
    maxMessages: 500,
    // A connection that breaks gives its mail back at once: whoever keeps the books decides about the next attempt.
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: socketTimeoutMs,
    // A body never reaches out: neither files of this machine nor addresses in the text are read.
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof nodemailer.createTransport>[0])

  return {
    render: async (template, locale, data) => {
      // Loaded when the first mail is written: only workers write mails, and templates take long to load.
      const { renderTemplate } = await import('#app/mail/render.ts')
      return renderTemplate(template, locale, data, provider)
    },
    send: async (mail) => {
      try {
        const { response } = await transport.sendMail(compose(mail, from))
        return { outcome: 'accepted', response }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    check: async () => {
      await transport.verify()
    },
    close: () => transport.close(),
  }
}

/** Line breaks in what becomes a header would begin another header. */
const oneLine = (text: string) => text.replace(/[\r\n\t]+/g, ' ').trim()

function compose(mail: OutgoingMail, from: string) {
  return {
    from,
    to: { name: '', address: oneLine(mail.to) },
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    ...(mail.inReplyTo ? { inReplyTo: mail.inReplyTo, references: [mail.inReplyTo] } : {}),
    headers: Object.fromEntries(
      Object.entries(mail.headers ?? {}).map(([name, value]) => [name, oneLine(value)]),
    ),
  }
}

/** What nodemailer throws: the server's answer, and the command that it answered. */
interface SmtpError {
  responseCode?: number
  response?: string
  command?: string
  message?: string
}

/**
 * 5xx is the server's last word about a recipient or a text. The same code at sign-in or to our sender says
 * something of our own settings, which can be mended: whatever is not about this one mail may pass.
 */
function outcomeOf(error: unknown): SendResult {
  const { responseCode = 0, response, command, message } = error as SmtpError
  const said = (response ?? message ?? String(error)).slice(0, 500)
  // `API`: nodemailer itself found that the address cannot be written into the envelope.
  if (command === 'API') return { outcome: 'refused', response: said, badAddress: true }
  if (responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA')) {
    return { outcome: 'refused', response: said, badAddress: command === 'RCPT TO' && isNoMailbox(said) }
  }
  return { outcome: 'deferred', response: said }
}

/**
 * RFC 3463: 5.1.x is about the address and 5.2.1 a mailbox that is closed. 5.2.2 is a full one and 5.7.x a
 * policy against the sender, such as a blocklist, and says nothing against the address. A bare 5xx counts.
 */
function isNoMailbox(response: string): boolean {
  const enhanced = /^5\d\d[ -](5\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  return enhanced === undefined || enhanced.startsWith('5.1.') || enhanced === '5.2.1'
}
