import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openMailer } from '#app/mail/mailer.ts'
import type { Mailer, OutgoingMail } from '#app/mail/types.ts'
import { parseMail, startSmtp, type TestSmtp } from '#tests/setup/smtp.ts'

let smtp: TestSmtp
const opened: Mailer[] = []

beforeAll(async () => {
  smtp = await startSmtp()
})
afterEach(() => {
  for (const mailer of opened.splice(0)) mailer.close()
  smtp.reset()
})
afterAll(() => smtp.close())

function mailer(smtpUrl = smtp.url): Mailer {
  const made = openMailer({
    smtpUrl,
    from: 'Vigie <no-reply@vigie.test>',
    provider: { name: 'Vigie', supportEmail: 'aide@vigie.test' },
    socketTimeoutMs: 1_000,
  })
  opened.push(made)
  return made
}

const mail: OutgoingMail = {
  to: 'marchand@example.fr',
  subject: 'Résolu – Paiements « lents »',
  text: 'Bonjour',
  html: '<p>Bonjour</p>',
  messageId: '<7.abc@vigie.test>',
}

describe('what becomes of a mail', () => {
  it('is accepted with its texts, its Message-ID and its thread', async () => {
    const result = await mailer().send({ ...mail, inReplyTo: '<root@vigie.test>' })
    expect(result).toMatchObject({ outcome: 'accepted', response: expect.stringMatching(/^250 /) })
    const parsed = await parseMail(smtp.received[0])
    expect(parsed.subject).toBe(mail.subject)
    expect(parsed.messageId).toBe('<7.abc@vigie.test>')
    expect(parsed.inReplyTo).toBe('<root@vigie.test>')
    expect(parsed.references).toBe('<root@vigie.test>')
    expect(parsed.text?.trim()).toBe('Bonjour')
    expect(parsed.html).toContain('<p>Bonjour</p>')
  })

  it.each([
    ['550 5.1.1 No such user', true],
    ['550 no such user here', true],
    ['550 5.2.1 Mailbox disabled', true],
    ['552 5.2.2 Mailbox full', false],
    ['550 5.7.1 Your network is on our blocklist', false],
  ])('is refused for good: %s (bad address: %s)', async (refuse, badAddress) => {
    smtp.behaviours.set(mail.to, { refuse })
    expect(await mailer().send(mail)).toEqual({ outcome: 'refused', response: refuse, badAddress })
    expect(smtp.received).toHaveLength(0)
  })

  it('is refused for its text without harm to the address', async () => {
    smtp.behaviours.set(mail.to, { refuseText: '554 5.6.0 We do not like this' })
    expect(await mailer().send(mail)).toMatchObject({ outcome: 'refused', badAddress: false })
  })

  it('is deferred by a 4xx', async () => {
    smtp.behaviours.set(mail.to, { refuse: '450 4.2.1 Try later' })
    expect(await mailer().send(mail)).toEqual({ outcome: 'deferred', response: '450 4.2.1 Try later' })
  })

  it.each(['hang', 'drop'] as const)(
    'is deferred, and not sent again behind our back, when the server would %s',
    async (behaviour) => {
      smtp.behaviours.set(mail.to, behaviour)
      expect(await mailer().send(mail)).toMatchObject({ outcome: 'deferred' })
      expect(smtp.received).toHaveLength(1)
    },
  )

  it('is deferred when nobody listens', async () => {
    expect(await mailer('smtp://127.0.0.1:1').send(mail)).toMatchObject({ outcome: 'deferred' })
  })

  it('is refused when the address cannot be written', async () => {
    expect(await mailer().send({ ...mail, to: '' })).toMatchObject({ outcome: 'refused' })
  })
})

describe('headers', () => {
  it('cannot be added through a subject, a name or a header value', async () => {
    const evil = 'x\r\nBcc: victim@example.fr\r\n\r\nbody'
    await mailer().send({
      ...mail,
      subject: evil,
      headers: { 'List-Unsubscribe': `<https://a.test>${evil}` },
    })
    expect(smtp.received.map(({ to }) => to)).toEqual([mail.to])
    const parsed = await parseMail(smtp.received[0])
    expect(parsed.bcc).toBeUndefined()
    expect(parsed.subject).toBe('x Bcc: victim@example.fr body')
  })

  it('carry one recipient, whatever the address holds', async () => {
    await mailer().send({ ...mail, to: 'a@example.fr, b@example.fr' })
    expect(smtp.received.map(({ to }) => to)).not.toContain('b@example.fr')
  })
})

describe('check', () => {
  it('is content with a server that answers', async () => {
    await expect(mailer().check()).resolves.toBeUndefined()
  })

  it('throws when there is none', async () => {
    await expect(mailer('smtp://127.0.0.1:1').check()).rejects.toThrow()
  })
})
