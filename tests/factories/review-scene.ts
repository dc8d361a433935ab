import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Actor, UserActor } from '#app/domain/access/actor.ts'
import type { Role } from '#app/domain/access/roles.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { fixedClock } from '#app/domain/clock.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import type { AccountId, UserId } from '#app/domain/ids.ts'
import { openMailer } from '#app/mail/mailer.ts'
import type { Database } from '#db/client.ts'
import { Account, User } from '#db/models/access.ts'
import {
  ClockEntry,
  Requirement,
  type RequirementStatus,
  Submission,
  SubmissionFile,
} from '#db/models/requirements.ts'
import { openStorage } from '#storage/open.ts'
import { newSiren } from '#tests/factories/account.ts'

export const NOW = '2026-03-10T09:00:00.000Z'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** A context on a test's own database, at a fixed time; it can reach no mail server. */
export function deskContext(db: Database, actor: Actor, at: string = NOW): Context {
  return {
    db,
    storage: openStorage(`file:${path.join(tmpdir(), 'vigie-test-objects')}`),
    mailer: openMailer({
      smtpUrl: 'smtp://127.0.0.1:1',
      from: 'Vigie <vigie@vigie.test>',
      provider: { name: 'Vigie', supportEmail: 'support@vigie.test' },
    }),
    clock: fixedClock(at),
    actor,
    log: silent,
    settings: {
      publicUrl: 'https://vigie.test',
      statusUrl: 'https://status.vigie.test',
      provider: { name: 'Vigie', supportEmail: 'support@vigie.test' },
      payoutCutoff: '16:00',
      secret: 'a-secret-of-the-tests-alone',
      privateWebhooks: true,
    },
  }
}

/** Writes rows as they would stand, with the audit entry that the database asks for. */
export function write<T>(ctx: Context, work: (tx: TransactionContext) => PromiseLike<T>): Promise<T> {
  return withTransaction(ctx, async (tx) => {
    const written = await work(tx)
    await recordAudit(tx, { action: 'test.written', subjectType: 'test', subjectId: '1', accountId: null })
    return written
  })
}

export async function addUser(
  ctx: Context,
  role: Role,
  { accountId = null, ...given }: Partial<Pick<User, 'name' | 'locale' | 'accountId' | 'disabledAt'>> = {},
): Promise<UserActor> {
  const userId = randomUUID() as UserId
  await write(ctx, (tx) =>
    User.query(tx.db).insert({
      id: userId,
      email: `${userId}@vigie.test`,
      name: 'Camille Martin',
      locale: 'fr',
      role,
      accountId,
      createdAt: tx.clock.now(),
      ...given,
    }),
  )
  return { kind: 'user', userId, role, accountId: accountId as AccountId | null }
}

export async function addAccount(ctx: Context, given: Partial<Account> = {}): Promise<Account> {
  return write(ctx, (tx) =>
    Account.query(tx.db).insertAndFetch({
      id: randomUUID(),
      name: 'Boulangerie Dupont',
      siren: newSiren(),
      legalForm: 'company',
      email: 'contact@dupont.test',
      declared: { representative: 'Jeanne Dupont', address: '3 rue des Lilas, 75020 Paris' },
      createdAt: tx.clock.now(),
      ...given,
    }),
  )
}

export interface Waiting {
  account: Account
  member: UserActor
  requirement: Requirement
  submission: Submission
}

export interface WaitingOptions {
  account?: Account
  member?: UserActor
  documentType?: string
  subject?: string
  status?: RequirementStatus
  requestedAt?: Date
  submittedAt?: Date
  /** Where the deadline stood when the clock stopped. */
  deadlineAt?: Date | null
}

/** A submission that waits for a decision: requested on 20 February with 30 days, sent on 9 March, unless told. */
export async function addWaiting(ctx: Context, options: WaitingOptions = {}): Promise<Waiting> {
  const account = options.account ?? (await addAccount(ctx))
  const member = options.member ?? (await addUser(ctx, 'member', { accountId: account.id }))
  const requestedAt = options.requestedAt ?? new Date('2026-02-20T09:00:00Z')
  const submittedAt = options.submittedAt ?? new Date('2026-03-09T09:00:00Z')
  const { deadlineAt = new Date('2026-03-23T22:59:59.999Z') } = options
  return write(ctx, async (tx) => {
    const requirement = await Requirement.query(tx.db).insertAndFetch({
      id: randomUUID(),
      accountId: account.id,
      documentType: options.documentType ?? 'company_registration',
      subject: options.subject ?? '',
      status: 'in_review',
      requestedAt,
      deadlineAt,
    })
    if (deadlineAt) {
      await ClockEntry.query(tx.db).insert([
        { requirementId: requirement.id, kind: 'started', at: requestedAt, days: 30, cause: 'requested' },
        { requirementId: requirement.id, kind: 'paused', at: submittedAt, cause: 'submitted' },
      ])
    }
    await Requirement.query(tx.db).patch({ deadlineAt: null }).where({ id: requirement.id })
    const submission = await Submission.query(tx.db).insertAndFetch({
      id: randomUUID(),
      requirementId: requirement.id,
      accountId: account.id,
      status: 'in_review',
      submittedBy: member.userId,
      submittedAt,
      submitKey: randomUUID(),
    })
    await SubmissionFile.query(tx.db).insert({
      id: randomUUID(),
      submissionId: submission.id,
      position: 0,
      side: 'whole',
      originalName: 'kbis.pdf',
      mediaType: 'application/pdf',
      bytes: 1234,
      sha256: 'a'.repeat(64),
      storageKey: `documents/${randomUUID()}`,
      state: 'kept',
      createdAt: submittedAt,
    })
    return { account, member, requirement, submission }
  })
}
