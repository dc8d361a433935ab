import { contactTaskOf } from '#app/domain/contacts/list-contact-tasks.ts'
import type { Context } from '#app/domain/context.ts'

/** Addresses of an account's members at which our mail is refused, while none of them can be reached. */
export async function refusedAddresses(ctx: Context, accountId: string): Promise<string[]> {
  const task = await contactTaskOf(ctx, accountId)
  return (task?.members ?? []).flatMap(({ status, address, email }) =>
    status === 'failed' && address === email ? [email] : [],
  )
}
