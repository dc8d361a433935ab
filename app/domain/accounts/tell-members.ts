import type { TransactionContext } from '#app/domain/context.ts'
import { membersOf, queueMails } from '#app/domain/mails/queue-mail.ts'
import type { Account } from '#db/models/access.ts'

/** Writes to every member that their account was closed or reopened, and never why. The ids of the mails. */
export async function tellMembers(
  tx: TransactionContext,
  { id: accountId, name: accountName }: Account,
  template: 'account_closed' | 'account_reopened',
): Promise<string[]> {
  const members = (await membersOf(tx, [accountId])).get(accountId) ?? []
  const url = `${tx.settings.publicUrl}/`
  const on = tx.clock.now().toISOString()
  return await queueMails(
    tx,
    members.map((to) => ({ template, to, accountId, data: { name: to.name, accountName, on, url } })),
  )
}
