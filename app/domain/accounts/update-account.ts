import { requirePermission } from '#app/domain/access/permissions.ts'
import { holdOpenAccount } from '#app/domain/accounts/hold-account.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import { appendClock } from '#app/domain/deadlines/append-clock.ts'
import { readClock } from '#app/domain/deadlines/clock.ts'
import { Account, type Declared } from '#db/models/access.ts'
import { ClockEntry, Requirement } from '#db/models/requirements.ts'

export interface UpdateAccount {
  readonly accountId: string
  readonly name?: string
  /** Where the business is written to; nobody's sign-in changes by it. */
  readonly email?: string
  readonly department?: string
  readonly risk?: Account['risk']
  readonly regulated?: boolean
  /** Null: nobody is declared any more. */
  readonly representative?: string | null
  readonly owners?: readonly string[]
}

const FIELDS = ['name', 'email', 'department', 'risk', 'regulated', 'declared'] as const
type Fields = Pick<Account, (typeof FIELDS)[number]>

/**
 * Changes what the provider knows of a merchant; what is left out or is so already stays. Deadlines that run keep
 * their day when the département changes, or move on where that day is a holiday there. NotFound without such an
 * account; PreconditionFailed when it is closed.
 */
export async function updateAccount(ctx: Context, input: UpdateAccount): Promise<void> {
  requirePermission(ctx.actor, 'account:update')
  await withTransaction(ctx, async (tx) => {
    const account = await holdOpenAccount(tx, input.accountId)
    const changes = changesOf(account, input)
    if (Object.keys(changes).length === 0) return
    const running = changes.department ? await holdRunning(tx, account.id) : []
    await Account.query(tx.db).patch(changes).where({ id: account.id })
    await recordAudit(tx, {
      action: 'account.updated',
      subjectType: 'account',
      subjectId: account.id,
      accountId: account.id,
      before: Object.fromEntries(
        Object.keys(changes).map((field) => [field, account[field as keyof Fields]]),
      ),
      after: changes,
    })
    if (changes.department) await keepDeadlines(tx, running, changes.department)
  })
}

function changesOf(account: Account, { accountId: _, representative, owners, ...given }: UpdateAccount) {
  const declared: Declared = { ...account.declared }
  if (representative === null) delete declared.representative
  else if (representative !== undefined) declared.representative = representative
  if (owners) declared.owners = [...owners]
  const wanted: Partial<Fields> = { ...given, declared }
  const changed = FIELDS.filter(
    (field) =>
      wanted[field] !== undefined && JSON.stringify(wanted[field]) !== JSON.stringify(account[field]),
  )
  return Object.fromEntries(changed.map((field) => [field, wanted[field]])) as Partial<Fields>
}

/** Those with a deadline, before the audit: who sends or decides holds a requirement first and the audit last. */
async function holdRunning(tx: TransactionContext, accountId: string): Promise<Requirement[]> {
  return await Requirement.query(tx.db)
    .where({ accountId })
    .whereNull('closedAt')
    .whereNotNull('deadlineAt')
    .orderBy('id')
    .forNoKeyUpdate()
}

/** A day that was promised never comes earlier because another département has fewer holidays. */
async function keepDeadlines(
  tx: TransactionContext,
  running: readonly Requirement[],
  department: string,
): Promise<void> {
  const entries = await ClockEntry.query(tx.db)
    .whereIn(
      'requirementId',
      running.map(({ id }) => id),
    )
    .orderBy('id')
  const ledgers = Map.groupBy(entries, ({ requirementId }) => requirementId)
  for (const { id, deadlineAt } of running) {
    const { deadlineAt: moved } = readClock(ledgers.get(id) ?? [], department, tx.clock.now())
    if (!deadlineAt || !moved || moved.getTime() === deadlineAt.getTime()) continue
    const date = parisDay(deadlineAt).toString()
    await appendClock(tx, id, { kind: 'set', date, cause: 'department_changed' })
  }
}
