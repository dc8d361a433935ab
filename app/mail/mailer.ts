import nodemailer from 'nodemailer'
import { renderTemplate } from '#app/mail/render.ts'
import type { Mailer, OutgoingMail, SendResult } from '#app/mail/types.ts'

export interface MailerOptions {
  smtpUrl: string
  /** `Name <address>` or an address. */
  from: string
  provider: { name: string; supportEmail: string }
  /** SMTP connections held open at most. */
  maxConnections?: number
}

/** Opens a pool to the SMTP server; connections are made when first used. */
export function openMailer({ smtpUrl, from, provider, maxConnections = 5 }: MailerOptions): Mailer {
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections,
    maxMessages: 500,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // A body never reaches out: neither files of this machine nor addresses in the text are read.
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof nodemailer.createTransport>[0])

  return {
    render: (template, locale, data) => renderTemplate(template, locale, data, provider),
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

/** 5xx is the server's last word; whatever else went wrong may pass. */
function outcomeOf(error: unknown): SendResult {
  const { responseCode, response, message } = error as {
    responseCode?: number
    response?: string
    message?: string
  }
  const said = response ?? message ?? String(error)
  const refused = responseCode !== undefined && responseCode >= 500
  return { outcome: refused ? 'refused' : 'deferred', response: said.slice(0, 500) }
}
