import { nobody } from '#app/domain/access/actor.ts'
import type { Database } from '#db/client.ts'
import { Requirement } from '#db/models/requirements.ts'
import { addAccount, newSiren } from '#tests/factories/account.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { statusContext } from '#tests/factories/component.ts'
import { addUser } from '#tests/factories/user.ts'

/** A Monday, far from any public holiday. */
export const NOW = '2026-02-02T09:00:00.000Z'
export const BANK = { document_type: 'bank_details' }

export type ApiMerchants = Awaited<ReturnType<typeof apiMerchants>>

/** The provider's own system, which asks merchants for documents with its key. */
export async function apiMerchants(db: Database) {
  const ctx = (actor: Parameters<typeof statusContext>[1], at = NOW) => statusContext(db, actor, at)
  const key = await makeApiKey(ctx(nobody), { name: 'Core banking' })
  return {
    ctx,
    key,
    officer: await addUser(ctx(nobody), 'officer'),
    call: (what: string, body?: unknown, secret = key.secret, headers = {}) =>
      openApi(db, NOW).call(what, { key: secret, body, headers }),
    /** Its id; with a member who is written to. */
    async merchant(given: Parameters<typeof addAccount>[1] = {}): Promise<string> {
      const account = await addAccount(ctx(nobody), { siren: newSiren(), ...given })
      await addUser(ctx(nobody), 'member', { accountId: account.id })
      return account.id
    },
    asked: (accountId: string) => Requirement.query(db).where({ accountId }).orderBy('requestedAt'),
  }
}
