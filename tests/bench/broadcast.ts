import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import nodemailer from 'nodemailer'
import { system } from '#app/domain/access/actor.ts'
import { sendBroadcast } from '#app/domain/broadcasts/send-broadcast.ts'
import { systemClock } from '#app/domain/clock.ts'
import { openMailer } from '#app/mail/mailer.ts'
import { openDatabase, rows } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { startPostgres } from '#local/postgres.ts'
import { alternate, type Figure } from '#tests/bench/figures.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { makeIncident } from '#tests/factories/incident.ts'
import { mailContext, makeSubscribers } from '#tests/factories/subscriber.ts'
import { parseMail, startSmtp } from '#tests/setup/smtp.ts'

const RECIPIENTS = 1_000
const ROUNDS = 3
const CONNECTIONS = 5
const PROVIDER = { name: 'Vigie', supportEmail: 'support@vigie.test' }

/**
 * A broadcast through deliveries in PostgreSQL against nodemailer's pool alone, to the same SMTP server, with the
 * same mail and as many connections. What lies between the two is what it costs to lose nothing.
 */
export async function benchBroadcast(): Promise<Figure[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'vigie-bench-'))
  const [postgres, smtp] = await Promise.all([startPostgres({ dataDir, durable: false }), startSmtp()])
  await migrate(postgres.url)
  const db = openDatabase(postgres.url)
  const mailer = openMailer({
    smtpUrl: smtp.url,
    from: 'status@vigie.test',
    provider: PROVIDER,
    maxConnections: CONNECTIONS,
  })
  try {
    const publisher = statusContext(db, await createPublisher(db), systemClock)
    const component = await makeComponent(publisher)
    await makeSubscribers(publisher, RECIPIENTS, 'bench')
    let sample: { subject: string; text: string; html: string } | undefined

    const ours = async () => {
      await makeIncident(publisher, { [component]: 'major_outage' }, { notify: true })
      const [broadcast] = await rows<{ id: string }>(
        db,
        'select id from broadcasts where finished_at is null',
      )
      if (!broadcast) throw new Error('the incident started no broadcast')
      smtp.reset()
      const seconds = await timed(() =>
        sendBroadcast(mailContext(db, mailer, { actor: system('bench') }), broadcast.id),
      )
      if (smtp.received.length !== RECIPIENTS) throw new Error(`${smtp.received.length} mails arrived`)
      const { subject = '', text = '', html } = await parseMail(smtp.received[0])
      sample = { subject, text, html: html || '' }
      return RECIPIENTS / seconds
    }
    await ours()
    const reference = async () => {
      smtp.reset()
      const pool = nodemailer.createTransport({
        url: smtp.url,
        pool: true,
        maxConnections: CONNECTIONS,
      } as never)
      const seconds = await timed(async () => {
        await Promise.all(
          Array.from({ length: RECIPIENTS }, (_, index) =>
            pool.sendMail({ from: 'status@vigie.test', to: `bench-${index}@abonnes.test`, ...sample }),
          ),
        )
      })
      pool.close()
      return RECIPIENTS / seconds
    }

    const rates = await alternate(ROUNDS, ours, reference)
    const ratio = rates.ours / rates.reference
    return [
      {
        what: `broadcast to ${RECIPIENTS} subscribers`,
        unit: 'mails/s',
        ...rates,
        referenceName: 'nodemailer pool',
        ratio,
        target: 'at least 0.9',
        met: ratio >= 0.9,
      },
    ]
  } finally {
    mailer.close()
    await db.destroy()
    await Promise.all([smtp.close(), postgres.stop()])
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
