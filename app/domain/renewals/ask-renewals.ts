import type { Temporal } from 'temporal-polyfill'
import { holdAccounts } from '#app/domain/accounts/hold-account.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import {
  type HeldAnswers,
  heldOf,
  isDue,
  nextRenewal,
  type Renewal,
  whyOf,
} from '#app/domain/evidence/next-renewal.ts'
import { type Answers, readAnswers } from '#app/domain/evidence/read-answers.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import type { Needs, Question } from '#app/domain/policy/required-set.ts'
import { openRequirements } from '#app/domain/requirements/open-requirements.ts'
import { rows } from '#db/client.ts'

export interface RenewalDay {
  readonly today: Temporal.PlainDate
  readonly policy: CurrentPolicy
}

/** A question that is due again. */
export interface PlannedRenewal {
  readonly answers: Answers
  readonly renewal: Renewal
}

/** What these accounts must be asked again today: everything due that is not asked already. */
export async function planRenewals(
  ctx: Pick<Context, 'db'>,
  { today, policy }: RenewalDay,
  accountIds: readonly string[],
): Promise<PlannedRenewal[]> {
  if (accountIds.length === 0) return []
  const found = await readAnswers(ctx, accountIds)
  return found.flatMap((answers) => {
    if (answers.open && !answers.open.undated) return []
    const renewal = nextRenewal(answers, policy.rules.renewal, today)
    return renewal && isDue(renewal, today) ? [{ answers, renewal }] : []
  })
}

export interface AskedRenewals {
  readonly asked: number
  /** Accounts that somebody else was changing: to be looked at again, one by one. */
  readonly busy: readonly string[]
}

/**
 * Asks these accounts for what is due again, in one transaction. A requirement that an officer opened without a
 * date gets the date instead of a second one beside it; where somebody was faster nothing happens. `wait`: for who
 * holds an account, which only a single account may do, since several could wait for each other.
 */
export async function askRenewals(
  ctx: Context,
  day: RenewalDay,
  accountIds: readonly string[],
  { wait = false }: { wait?: boolean } = {},
): Promise<AskedRenewals> {
  return withTransaction(ctx, async (tx) => {
    const ids = await holdAccounts(tx, accountIds, { skipBusy: !wait })
    const planned = await planRenewals(tx, day, ids)
    const dated = await dateOpenOnes(tx, day, planned)
    const opened = await openRequirements(
      tx,
      planned
        .filter(({ answers }) => !answers.open)
        .map(({ answers, renewal }) => ({
          ...{ accountId: answers.accountId, ...questionOf(answers), message: '' },
          ...again(answers, renewal, day),
        })),
      { start: null, policyVersion: day.policy.version },
    )
    return { asked: dated + opened.length, busy: accountIds.filter((id) => !ids.includes(id)) }
  })
}

/** Who is sending or deciding this moment keeps the row: it is dated the next day. */
async function dateOpenOnes(tx: TransactionContext, day: RenewalDay, planned: readonly PlannedRenewal[]) {
  const orders = planned.flatMap(({ answers, renewal }) =>
    answers.open
      ? [{ id: answers.open.requirementId, accountId: answers.accountId, ...again(answers, renewal, day) }]
      : [],
  )
  if (orders.length === 0) return 0
  const dated = await rows<{ id: string }>(
    tx.db,
    `with free as (select id from requirements where id = any(cast(:ids as uuid[])) and closed_at is null
         and clock_from is null order by id for no key update skip locked)
     update requirements q set clock_from = o."clockFrom", clock_days = o."clockDays", why = coalesce(q.why, o.why)
       from free join jsonb_to_recordset(:orders) as o (id uuid, "clockFrom" date, "clockDays" smallint, why jsonb)
         on o.id = free.id
      where q.id = free.id returning q.id`,
    { ids: orders.map(({ id }) => id), orders: JSON.stringify(orders) },
  )
  const ids = new Set(dated.map(({ id }) => id))
  const changed = orders.filter(({ id }) => ids.has(id))
  if (changed.length === 0) return 0
  await recordAudit(
    tx,
    ...changed.map(({ id, accountId, basis, ...facts }) => ({
      action: 'requirement.dated',
      subjectType: 'requirement',
      subjectId: id,
      accountId,
      before: { clockFrom: null, clockDays: null },
      after: facts,
      basis,
    })),
  )
  return changed.length
}

const again = (answers: Answers, renewal: Renewal, day: RenewalDay) => ({
  clockFrom: renewal.clockFrom.toString(),
  clockDays: renewal.clockDays,
  why: whyOf(renewal, day.policy.version),
  basis: basisOf(answers, day),
})

const questionOf = ({ documentType, subject }: Answers): Question => ({ documentType, subject })

/** What a renewal rests on, kept in the audit. */
export interface RenewalFacts {
  readonly policyVersion: number
  /** The day in Europe/Paris, `YYYY-MM-DD`. */
  readonly today: string
  readonly question: Question
  readonly account: Needs
  readonly held: HeldAnswers
}

const basisOf = (answers: Answers, { today, policy }: RenewalDay): { renewal: RenewalFacts } => ({
  renewal: {
    policyVersion: policy.version,
    today: today.toString(),
    question: questionOf(answers),
    account: answers.account,
    held: heldOf(answers),
  },
})
