import { recordAudit } from '#app/domain/audit/record.ts'
import type { TransactionContext } from '#app/domain/context.ts'
import { type NoticeId, newId } from '#app/domain/ids.ts'
import { type DigestItem, rungsOf } from '#app/domain/notices/decide-digest.ts'
import { mailNotices } from '#app/domain/notices/mail-notices.ts'
import { type CurrentPolicy, currentPolicy } from '#app/domain/policy/current-policy.ts'
import { affected, rows } from '#db/client.ts'
import type { Capability } from '#db/models/restrictions.ts'

interface Draft {
  accountId: string
  requirementIds: readonly string[]
  /** What decided that it is written; kept in the audit. */
  basis: object
}

/** A digest: its rungs follow from the deadlines that it names. */
interface DigestDraft extends Draft {
  kind: 'requested' | 'reminder'
  basis: { readonly requirements: readonly DigestItem[] }
  capabilities?: undefined
}

/** What is withheld, or works again. */
interface CapabilityDraft extends Draft {
  kind: 'restricted' | 'reinstated'
  capabilities: readonly Capability[]
}

export type NoticeDraft = DigestDraft | CapabilityDraft

/** A notice that is written. */
export type WrittenNotice = NoticeDraft & { id: NoticeId }

/**
 * Writes notices with one mail per member each, and the audit of them, in a fixed number of statements for any
 * number of accounts. A second request or reminder for the same account and day is left out, never an error, whoever
 * wrote the first: what it would have told is told by the next digest. Returns the accounts that were written to.
 * `usedPolicy`: the version by which the caller decided; else the one in force.
 */
export async function writeNotices(
  tx: TransactionContext,
  wanted: readonly NoticeDraft[],
  usedPolicy?: CurrentPolicy,
): Promise<string[]> {
  const now = tx.clock.now()
  const proposed: WrittenNotice[] = wanted.map((draft) => ({ ...draft, id: newId<NoticeId>() }))
  if (proposed.length === 0) return []
  const policy = usedPolicy ?? (await currentPolicy(tx))
  const written = await rows<{ id: string; day: string }>(
    tx.db,
    `insert into notices (id, account_id, kind, day, created_at, policy_version)
       select d.id, d.account_id, d.kind, cast(cast(:now as timestamptz) at time zone 'Europe/Paris' as date),
           cast(:now as timestamptz), :policyVersion
         from jsonb_to_recordset(:drafts) as d (id uuid, account_id uuid, kind text)
       on conflict do nothing returning id, day`,
    {
      now,
      policyVersion: policy.version,
      drafts: JSON.stringify(
        proposed.map(({ id, accountId, kind }) => ({ id, account_id: accountId, kind })),
      ),
    },
  )
  const days = new Map(written.map(({ id, day }) => [id, day]))
  const drafts = proposed.filter(({ id }) => days.has(id))
  const { reminderDays } = policy.rules
  const rungs = new Map(
    drafts.map(({ id, requirementIds, ...one }) => [
      id,
      one.capabilities ? undefined : rungsOf(requirementIds, one.basis.requirements, now, reminderDays),
    ]),
  )
  await linkRequirements(tx, drafts, rungs)
  const mails = await mailNotices(tx, drafts, policy)
  await recordAudit(
    tx,
    ...drafts.map((draft) => ({
      action: 'notice.sent',
      subjectType: 'notice',
      subjectId: draft.id,
      accountId: draft.accountId,
      after: {
        kind: draft.kind,
        day: days.get(draft.id),
        requirementIds: draft.requirementIds,
        rungs: rungs.get(draft.id),
        capabilities: draft.capabilities,
        mailIds: mails.get(draft.id) ?? [],
      },
      basis: { policyVersion: policy.version, ...draft.basis },
    })),
  )
  return drafts.map(({ accountId }) => accountId)
}

/** Notes what each notice spoke of; for reminders also the rung, so that no rung is sent twice. */
async function linkRequirements(
  tx: TransactionContext,
  drafts: WrittenNotice[],
  rungs: ReadonlyMap<string, readonly (number | null)[] | undefined>,
): Promise<void> {
  const links = drafts.flatMap(({ id, requirementIds }) =>
    requirementIds.map((requirementId, place) => ({
      notice_id: id,
      requirement_id: requirementId,
      days_before: rungs.get(id)?.[place],
    })),
  )
  await affected(
    tx.db,
    `insert into notice_requirements (notice_id, requirement_id, days_before, deadline_at)
       select l.notice_id, q.id, l.days_before, q.deadline_at
         from jsonb_to_recordset(:links) as l (notice_id uuid, requirement_id uuid, days_before smallint)
           join requirements q on q.id = l.requirement_id`,
    { links: JSON.stringify(links) },
  )
}
