import { recoverDeliveries } from '#app/domain/broadcasts/recover-deliveries.ts'
import { sendBroadcast } from '#app/domain/broadcasts/send-broadcast.ts'
import { fixedClock } from '#app/domain/clock.ts'
import { openMailer } from '#app/mail/mailer.ts'
import { openDatabase } from '#db/client.ts'
import { mailContext } from '#tests/factories/subscriber.ts'

// A worker process of its own, to be killed: recovers what others left, then sends one broadcast.
const [databaseUrl = '', smtpUrl = '', broadcastId = '', now = '', concurrency = ''] = process.argv.slice(2)
const db = openDatabase(databaseUrl, { name: 'vigie-test-worker' })
const mailer = openMailer({
  smtpUrl,
  from: 'Vigie <no-reply@vigie.test>',
  provider: { name: 'Vigie', supportEmail: 'aide@vigie.test' },
})
const ctx = mailContext(db, mailer, { clock: fixedClock(now) })
await recoverDeliveries(ctx)
await sendBroadcast(ctx, broadcastId, { leaseSeconds: 60, batchSize: 40, concurrency: Number(concurrency) })
mailer.close()
await db.destroy()
