import { holdAccounts } from '#app/domain/accounts/hold-account.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import type { NewClockEntry } from '#app/domain/deadlines/append-clock.ts'
import { startByPolicy } from '#app/domain/deadlines/policy-clock.ts'
import { answersOf } from '#app/domain/evidence/standing-document.ts'
import { tellRequested } from '#app/domain/notices/tell-requested.ts'
import { type CurrentPolicy, currentPolicy } from '#app/domain/policy/current-policy.ts'
import { type Needs, needsOf, type Question } from '#app/domain/policy/required-set.ts'
import { theseAccounts } from '#app/domain/requests/choose-accounts.ts'
import { judge } from '#app/domain/requests/judge-accounts.ts'
import type { RequestReason } from '#app/domain/requests/schemas.ts'
import { askFacts, whyAsked } from '#app/domain/requirements/ask-by-rule.ts'
import { openRequirements, type RequirementOrder } from '#app/domain/requirements/open-requirements.ts'
import { affected, rows } from '#db/client.ts'
import type { RequestBatch } from '#db/models/requests.ts'

/**
 * Asks some accounts of a batch for what they are still to be asked for, tells their members in one mail each, and
 * notes how it went: a fixed number of statements for any number of accounts. What was asked, closed or answered
 * since the batch was confirmed is left out with its reason.
 */
export async function askAccounts(
  tx: TransactionContext,
  batch: RequestBatch,
  accountIds: readonly string[],
): Promise<void> {
  // Before anything is written: whoever asks one of them meanwhile waits or is waited for here, and never across.
  await holdAccounts(tx, accountIds)
  const policy = await currentPolicy(tx)
  const verdicts = await judgeSome(tx, batch, policy, accountIds)
  const answers = await answersOf(tx, accountIds)
  const orders = verdicts.flatMap(({ accountId, asks, needs }) =>
    asks.map((question): RequirementOrder => {
      const asked = { accountId, ...question }
      const account = batch.documentTypes.length > 0 ? null : needs
      const facts = askFacts(tx, answers(asked), { account, words: batch.why })
      const why = whyAsked(facts, policy)
      if (why === undefined) throw new Error('the judgement asks for what a document on file serves')
      return { ...asked, message: batch.message, why, basis: { policyVersion: policy.version, ...facts } }
    }),
  )
  // Both what is asked and by when: then no policy had a say.
  const officerChose = batch.documentTypes.length > 0 && (batch.deadlineOn ?? batch.deadlineDays) !== null
  const opened = await openRequirements(tx, orders, {
    start: clockStart(batch, policy),
    requestedBy: batch.startedBy,
    policyVersion: officerChose ? null : policy.version,
    batchId: batch.id,
  })
  const byAccount = Map.groupBy(opened, ({ accountId }) => accountId)
  await tellRequested(
    tx,
    [...byAccount].map(([accountId, list]) => ({ accountId, requirementIds: list.map(({ id }) => id) })),
  )
  await noteItems(
    tx,
    batch.id,
    verdicts.map(({ accountId, obstacle }) => {
      const documents = byAccount.get(accountId)?.length ?? 0
      // Of two who ask at once the other was first: then it is open.
      return { accountId, documents, reason: documents > 0 ? null : (obstacle ?? 'already_open') }
    }),
  )
}

interface Verdict {
  accountId: string
  obstacle: RequestReason | null
  /** None where there is an obstacle. */
  asks: Question[]
  needs: Needs
}

function judgeSome(
  tx: TransactionContext,
  batch: RequestBatch,
  { rules }: CurrentPolicy,
  accountIds: readonly string[],
): Promise<Verdict[]> {
  const { ctes, bindings } = judge(tx, theseAccounts(accountIds), batch, rules)
  return rows<Verdict>(
    tx.db,
    `with ${ctes}, questions as (
       select account_id, jsonb_agg(jsonb_build_object('documentType', document_type, 'subject', subject)
           order by position, subject) as asks
         from judged where asks group by account_id
     )
     select v.account_id, v.obstacle, ${needsOf('a')} as needs, coalesce(q.asks, '[]') as asks
       from verdicts v join accounts a on a.id = v.account_id
         left join questions q on q.account_id = v.account_id and v.obstacle is null
      order by v.account_id`,
    bindings,
  )
}

function clockStart(batch: RequestBatch, policy: CurrentPolicy): NewClockEntry {
  if (batch.deadlineOn) return { kind: 'set', date: batch.deadlineOn, cause: 'requested' }
  if (batch.deadlineDays) return { kind: 'started', days: batch.deadlineDays, cause: 'requested' }
  return startByPolicy(policy)
}

async function noteItems(
  tx: TransactionContext,
  batchId: string,
  items: readonly { accountId: string; documents: number; reason: RequestReason | null }[],
): Promise<void> {
  await affected(
    tx.db,
    `update request_items i set status = case when o.reason is null then 'asked' else 'skipped' end,
         reason = o.reason, documents = o.documents, done_at = :now
       from jsonb_to_recordset(:items) as o (account_id uuid, documents smallint, reason text)
      where i.batch_id = :batchId and i.account_id = o.account_id`,
    {
      batchId,
      now: tx.clock.now(),
      items: JSON.stringify(
        items.map(({ accountId, ...outcome }) => ({ account_id: accountId, ...outcome })),
      ),
    },
  )
}
