import { parseConfig } from '#app/config/config.ts'
import { system } from '#app/domain/access/actor.ts'
import { hashPassword } from '#app/domain/access/password.ts'
import { type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { openRuntime } from '#app/runtime.ts'
import { User } from '#db/models/access.ts'
import { fillAccounts } from '#local/demo/fill-accounts.ts'
import { fillStaff } from '#local/demo/fill-staff.ts'
import { fillStatus, fillSubscribers } from '#local/demo/fill-status.ts'

/**
 * Fills an empty installation with merchants, staff and a status page that have a past: the last months are
 * played through the product's own verbs, day by day, with the clock set back. One transaction: killed half-way
 * it leaves nothing, and what is there already is left alone.
 */
export async function fillDemo(env: Record<string, string>, log: (line: string) => void): Promise<void> {
  const runtime = openRuntime(parseConfig({ ...env, LOG_LEVEL: 'warn' }), 'cli')
  try {
    const ctx = runtime.context(system('demo'))
    if (await User.query(ctx.db).first()) return
    log('filling in demonstration data (once) …')
    const passwordHash = await hashPassword(env.VIGIE_DEMO_PASSWORD ?? '')
    await withTransaction(ctx, (tx) => fill(tx, passwordHash))
  } finally {
    await runtime.close()
  }
}

async function fill(tx: TransactionContext, passwordHash: string): Promise<void> {
  const today = tx.clock.now()
  const staff = await fillStaff(tx, today, passwordHash)
  await fillSubscribers(tx, today)
  await fillStatus(tx, today, staff)
  await fillAccounts(tx, today, staff, passwordHash)
}
