import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import type { Actor, UserActor } from '#app/domain/access/actor.ts'
import { fixedClock } from '#app/domain/clock.ts'
import type { Context } from '#app/domain/context.ts'
import type { RequirementId } from '#app/domain/ids.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import type { RequestRequirement } from '#app/domain/requirements/schemas.ts'
import { type Database, rows } from '#db/client.ts'
import type { Account } from '#db/models/access.ts'
import { AcceptedDocument, Requirement, Submission } from '#db/models/requirements.ts'
import { openStorage } from '#storage/open.ts'
import { addAccount } from '#tests/factories/account.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { addUser } from '#tests/factories/user.ts'

/** A Monday, five working weeks before any public holiday. */
export const NOW = '2026-02-02T09:00:00.000Z'

/** An account with one member, an officer, and a store of their own. */
export interface Scene {
  account: Account
  member: UserActor
  officer: UserActor
  /** The same database and store, as somebody, at some time. */
  as(actor: Actor, at?: string): Context
  /** Keys of everything in the store. */
  stored(): Promise<string[]>
  request(order?: Partial<RequestRequirement>): Promise<RequirementId>
  requirement(id: string): Promise<Requirement>
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Its store is on disk until the last test of the file is over. */
export async function makeScene(db: Database, given: Partial<Account> = {}): Promise<Scene> {
  const dir = mkdtempSync(path.join(tmpdir(), 'vigie-scene-'))
  folders.push(dir)
  const storage = openStorage(`file:${dir}`)
  const as = (actor: Actor, at = NOW): Context => ({
    ...deskContext(db, actor, at),
    clock: fixedClock(at),
    storage,
  })
  const system: Actor = { kind: 'system', name: 'test' }
  const account = await addAccount(as(system), given)
  const member = await addUser(as(system), 'member', { accountId: account.id })
  const officer = await addUser(as(system), 'officer')
  return {
    account,
    member,
    officer,
    as,
    async stored() {
      const keys: string[] = []
      for await (const { key } of storage.list('')) keys.push(key)
      return keys
    },
    request: (order = {}) =>
      requestRequirement(as(officer), { accountId: account.id, documentType: 'bank_details', ...order }),
    requirement: async (id) => await Requirement.query(db).findById(id).throwIfNotFound(),
  }
}

/** The actions of the audit about one subject, in order. */
export async function auditOf(db: Database, subjectId: string): Promise<string[]> {
  const found = await rows<{ action: string }>(
    db,
    `select action from audit_entries where subject_id = :subjectId order by id`,
    { subjectId },
  )
  return found.map(({ action }) => action)
}

/** Evidence on file, since last year unless told, as an approval leaves it. Returns its id. */
export async function addDocument(
  { as, officer, member, account }: Scene,
  given: { documentType: string; subject?: string; expiresOn?: string | null; acceptedAt?: string },
): Promise<string> {
  const at = new Date(given.acceptedAt ?? '2025-01-10T09:00:00Z')
  const { documentType, subject = '', expiresOn = null } = given
  return write(as(officer), async (tx) => {
    const { id: requirementId } = await Requirement.query(tx.db).insertAndFetch({
      id: randomUUID(),
      accountId: account.id,
      documentType,
      subject,
      status: 'approved',
      requestedAt: at,
      closedAt: at,
    })
    const { id: submissionId } = await Submission.query(tx.db).insertAndFetch({
      id: randomUUID(),
      requirementId,
      accountId: account.id,
      status: 'approved',
      submittedBy: member.userId,
      submittedAt: at,
      submitKey: randomUUID(),
    })
    const { id } = await AcceptedDocument.query(tx.db).insertAndFetch({
      id: randomUUID(),
      accountId: account.id,
      submissionId,
      documentType,
      subject,
      expiresOn,
      acceptedAt: at,
    })
    return id
  })
}
