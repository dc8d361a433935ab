import { randomUUID } from 'node:crypto'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { reopenAccount } from '#app/domain/accounts/reopen-account.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { accountTimeline } from '#app/domain/timeline/account-timeline.ts'
import { type Database, rows } from '#db/client.ts'
import { Mail } from '#db/models/mail.ts'
import { ask, DEADLINE, TOLD } from '#tests/factories/overdue.ts'
import { makeScene, type Scene } from '#tests/factories/requirement.ts'

/** After the whole of the ladder for what was due on 13 February. */
export const SUSPENDED = '2026-03-01T09:00:00.000Z'
export const CLOSED = '2026-03-10T09:00:00.000Z'
export const REOPENED = '2026-04-20T09:00:00.000Z'
export const WHY = 'Soupçon de fraude : contrat rompu.'

/** The end of a relationship, its second beginning, and what is told of both. */
export const closings = (database: { readonly db: Database }) => ({
  newScene: () => makeScene(database.db),
  close: ({ as, officer, account }: Scene, at = CLOSED) =>
    closeAccount(as(officer, at), { accountId: account.id, reason: WHY }),
  reopen: ({ as, officer, account }: Scene, at = REOPENED) =>
    reopenAccount(as(officer, at), { accountId: account.id, reason: 'Fermé par erreur.' }),
  /** Asks for a document that is overdue by now. */
  late: async ({ account }: Scene, notices: (string | null)[] = TOLD) =>
    (await ask(database.db, [{ accountId: account.id, email: '' }], { deadline: DEADLINE, notices }))[0] ??
    '',
  withhold: ({ as, officer, account }: Scene, at = SUSPENDED) =>
    restrictManually(as(officer, at), {
      accountId: account.id,
      capabilities: ['payouts'],
      cause: 'fraud',
      reason: WHY,
    }),
  events: ({ account }: Scene) =>
    rows<{ type: string; capabilities: object; changed: string[] }>(
      database.db,
      `select type, data -> 'capabilities' as capabilities, data -> 'changed_capabilities' as changed
         from account_events where account_id = :id and type like 'account.%' order by seq`,
      { id: account.id },
    ),
  mailsOf: ({ account }: Scene, template: string) =>
    Mail.query(database.db).where({ accountId: account.id, template }),
  actionsOf: async ({ as, officer, account }: Scene) =>
    (await accountTimeline(as(officer), account.id, { limit: 100 })).entries.map(({ action }) => action),
})

const file = { name: 'kbis.pdf', side: 'whole', mediaType: 'application/pdf', bytes: 9 } as const

/** A file sent in answer to a requirement. */
export const answer = (requirementId: string) => ({
  requirementId,
  submitKey: randomUUID(),
  files: [{ ...file, sha256: 'a'.repeat(64), storageKey: `.incoming/${randomUUID()}` }],
})
