import { system } from '#app/domain/access/actor.ts'
import { openWebhookLane } from '#app/domain/webhooks/deliver-webhooks.ts'
import { openDatabase } from '#db/client.ts'
import { deskContext } from '#tests/factories/context.ts'

// A worker process of its own, to be killed: sends what is due at this time.
const [databaseUrl = '', now = ''] = process.argv.slice(2)
const db = openDatabase(databaseUrl, { name: 'vigie-test-worker' })
await openWebhookLane()(deskContext(db, system('deliver_webhooks'), now))
await db.destroy()
