import type { Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/**
 * What the server does with one recipient: refuses it with a line such as `550 5.1.1 No such user`, refuses the
 * text of the mail, takes the mail and never answers, or takes it and breaks the connection.
 */
export type Behaviour = { refuse: string } | { refuseText: string } | 'hang' | 'drop'

export interface ReceivedMail {
  readonly to: string
  readonly from: string
  readonly raw: string
  readonly messageId: string
}

export interface TestSmtp {
  readonly url: string
  /** Every mail that arrived whole, in order; also those that were then not answered. */
  readonly received: readonly ReceivedMail[]
  /** By address, for as long as it is set. */
  readonly behaviours: Map<string, Behaviour>
  /** Called when a mail has arrived whole, before it is answered. */
  onMail: ((count: number) => void) | undefined
  mailsTo(address: string): ReceivedMail[]
  /** Forgets everything that arrived and how to behave. */
  reset(): void
  close(): Promise<void>
}

/** A real SMTP server on this machine that counts, and misbehaves for chosen addresses. */
export async function startSmtp(): Promise<TestSmtp> {
  const received: ReceivedMail[] = []
  const behaviours = new Map<string, Behaviour>()
  const sockets = new Map<number, Socket>()

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    closeTimeout: 100,
    onRcptTo({ address }, _session, callback) {
      const behaviour = behaviours.get(address)
      const isRefused = typeof behaviour === 'object' && 'refuse' in behaviour
      callback(isRefused ? answer(behaviour.refuse) : null)
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const { mailFrom, rcptTo } = session.envelope
        for (const { address } of rcptTo) {
          received.push({
            to: address,
            from: mailFrom ? mailFrom.address : '',
            raw,
            messageId: /^message-id:\s*(\S+)/im.exec(raw)?.[1] ?? '',
          })
        }
        smtp.onMail?.(received.length)
        const behaviour = behaviours.get(rcptTo[0]?.address ?? '')
        if (behaviour === 'drop') sockets.get(session.remotePort)?.destroy()
        else if (behaviour !== 'hang') {
          const isRefused = typeof behaviour === 'object' && 'refuseText' in behaviour
          callback(isRefused ? answer(behaviour.refuseText) : null)
        }
      })
    },
  })
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0
    sockets.set(port, socket)
    socket.on('close', () => sockets.delete(port))
  })
  // A client that was killed in the middle breaks its connection: nothing to report.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (typeof address !== 'object' || !address) throw new Error('the SMTP server has no port')

  const smtp: TestSmtp = {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    behaviours,
    onMail: undefined,
    mailsTo: (to) => received.filter((mail) => mail.to === to),
    reset() {
      received.length = 0
      behaviours.clear()
      smtp.onMail = undefined
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets.values()) socket.destroy()
      }),
  }
  return smtp
}

function answer(line: string): Error {
  const [, code, text] = /^(\d{3}) (.*)$/.exec(line) ?? []
  return Object.assign(new Error(text), { responseCode: Number(code) })
}

export const parseMail = (mail: ReceivedMail | undefined): Promise<ParsedMail> => {
  if (!mail) throw new Error('no such mail arrived')
  return simpleParser(mail.raw)
}
