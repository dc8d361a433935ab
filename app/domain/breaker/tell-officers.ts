import type { TransactionContext } from '#app/domain/context.ts'
import { queueMails, staffWith } from '#app/domain/mails/queue-mail.ts'

/** Writes once per held batch to every officer who can sign in: a run was stopped, and waits for one of them. */
export async function tellOfficers(
  tx: TransactionContext,
  { accounts, activeAccounts }: { accounts: number; activeAccounts: number },
): Promise<void> {
  const officers = await staffWith(tx, 'officer')
  await queueMails(
    tx,
    officers.map(({ id, email, name, locale }) => ({
      template: 'batch_held',
      to: { email, locale, userId: id },
      data: { name, accounts, activeAccounts, url: `${tx.settings.publicUrl}/upcoming/held` },
    })),
  )
}
