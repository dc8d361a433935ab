import type { TransactionContext } from '#app/domain/context.ts'
import { tellRequested } from '#app/domain/notices/tell-requested.ts'
import { type CurrentPolicy, currentPolicy } from '#app/domain/policy/current-policy.ts'
import { theseAccounts } from '#app/domain/requests/choose-accounts.ts'
import { judge } from '#app/domain/requests/judge-accounts.ts'
import type { NewClockEntry } from '#app/domain/requirements/append-clock.ts'
import { openRequirements, type RequirementOrder } from '#app/domain/requirements/open-requirements.ts'
import type { Question } from '#app/domain/requirements/required-set.ts'
import { type StandingDocument, standingDocuments } from '#app/domain/requirements/standing-document.ts'
import { affected, rows } from '#db/client.ts'
import type { RequestBatch } from '#db/models/requests.ts'
import type { WhyAgain } from '#db/models/requirements.ts'

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
  // Before anything is written (`holdAccount`): whoever asks one of them meanwhile waits or is waited for here, and
  // never across.
  await rows(
    tx.db,
    'select id from accounts where id = any(cast(:accountIds as uuid[])) order by id for no key update',
    { accountIds },
  )
  const policy = await currentPolicy(tx)
  const verdicts = await judgeSome(tx, batch, policy, accountIds)
  const standing = await standingDocuments(tx, policy, accountIds)
  const orders = verdicts.flatMap(({ accountId, obstacle, asks }) =>
    obstacle === null
      ? asks.map(({ documentType, subject }): RequirementOrder => {
          const asked = { accountId, documentType, subject }
          return { ...asked, message: batch.message, why: whyAgain(batch, standing(asked)) }
        })
      : [],
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
  obstacle: string | null
  asks: Question[]
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
    `with ${ctes}
     select v.account_id, v.obstacle,
       coalesce((select jsonb_agg(jsonb_build_object('documentType', j.document_type, 'subject', j.subject) order by j.position, j.subject)
         from judged j where j.account_id = v.account_id and j.asks), '[]') as asks
     from verdicts v order by v.account_id`,
    bindings,
  )
}

/**
 * Never ask twice (product.md): for what was accepted before, the officer's reason against it, else that it ends. An
 * account that has no answer yet is given none.
 */
function whyAgain(batch: RequestBatch, last: StandingDocument | null): WhyAgain | null {
  if (last && batch.why) return { kind: 'officer', documentId: last.id, words: batch.why }
  return last?.ending ?? null
}

function clockStart(batch: RequestBatch, { rules }: CurrentPolicy): NewClockEntry {
  if (batch.deadlineOn) return { kind: 'set', date: batch.deadlineOn, cause: 'requested' }
  return { kind: 'started', days: batch.deadlineDays ?? rules.deadlineDays, cause: 'requested' }
}

async function noteItems(
  tx: TransactionContext,
  batchId: string,
  items: readonly { accountId: string; documents: number; reason: string | null }[],
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
