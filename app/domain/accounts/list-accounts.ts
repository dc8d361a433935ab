import { requirePermission } from '#app/domain/access/permissions.ts'
import { isInState, stateOf } from '#app/domain/accounts/account-state.ts'
import { BY_NAME, behind } from '#app/domain/accounts/by-name.ts'
import type { AccountState } from '#app/domain/accounts/schemas.ts'
import { searchPattern } from '#app/domain/accounts/search-pattern.ts'
import type { Context } from '#app/domain/context.ts'
import { BUCKET_SQL } from '#app/domain/due/due-bucket.ts'
import type { DueBucket } from '#app/domain/due/schemas.ts'
import { invalid } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import { rows } from '#db/client.ts'
import type { LegalForm } from '#db/models/access.ts'
import { cutPage } from '#db/page.ts'

export interface ListedAccount {
  id: string
  name: string
  siren: string
  legalForm: LegalForm
  email: string
  state: AccountState
  /** Open requirements by urgency. */
  due: Record<Exclude<DueBucket, 'satisfied'>, number>
}

export interface AccountQuery {
  /** `next` of the page before. */
  after?: string | null
  /** Any part of name, SIREN or email. */
  search?: string
  state?: AccountState
  /** Accounts with at least one requirement of this urgency; `satisfied`: with none open. */
  bucket?: DueBucket
  /** Accounts on a page, 1 to 200. */
  limit?: number
}

/** A page of accounts in the order of their names, accents aside. Invalid for an `after` that is not one of ours. */
export async function listAccounts(
  ctx: Context,
  query: AccountQuery = {},
): Promise<{ accounts: ListedAccount[]; next: string | null }> {
  requirePermission(ctx.actor, 'account:list')
  const { after, search, state, bucket } = query
  const limit = Math.min(Math.max(query.limit ?? 50, 1), 200)
  if (after && !isUuid(after)) throw invalid('cursor')
  const conditions = [
    behind(after),
    search?.trim() && 'a.search like search_key(:pattern)',
    state && isInState('a', state),
    bucket &&
      `${bucket === 'satisfied' ? 'not ' : ''}exists (select from requirements
      where account_id = a.id and closed_at is null${bucket === 'satisfied' ? '' : ` and ${BUCKET_SQL[bucket]}`})`,
  ].filter(Boolean)
  const found = await rows<ListedRow>(
    ctx.db,
    `select a.id, a.name, a.siren, a.legal_form, a.email, ${stateOf('a')} as state,
       d.past_due, d.currently_due, d.eventually_due, d.pending_verification
     from accounts a
       cross join lateral (select count(*) filter (where ${BUCKET_SQL.past_due}) as past_due,
           count(*) filter (where ${BUCKET_SQL.currently_due}) as currently_due,
           count(*) filter (where ${BUCKET_SQL.eventually_due}) as eventually_due,
           count(*) filter (where ${BUCKET_SQL.pending_verification}) as pending_verification
         from requirements where account_id = a.id and closed_at is null) d
     where ${conditions.join(' and ')}
     order by ${BY_NAME} limit :limit`,
    {
      now: ctx.clock.now(),
      limit: limit + 1,
      ...(after && { after }),
      ...(search?.trim() && { pattern: searchPattern(search) }),
    },
  )
  const { page, next } = cutPage(found, limit, ({ id }) => id)
  return { accounts: page.map(toListed), next }
}

interface ListedRow extends Omit<ListedAccount, 'due'> {
  pastDue: number
  currentlyDue: number
  eventuallyDue: number
  pendingVerification: number
}

const toListed = (row: ListedRow): ListedAccount => ({
  id: row.id,
  name: row.name,
  siren: row.siren,
  legalForm: row.legalForm,
  email: row.email,
  state: row.state,
  due: {
    past_due: row.pastDue,
    currently_due: row.currentlyDue,
    eventually_due: row.eventuallyDue,
    pending_verification: row.pendingVerification,
  },
})
