import { isInState } from '#app/domain/accounts/account-state.ts'
import { searchPattern } from '#app/domain/accounts/search-pattern.ts'
import { endOfDay, plainDay, startOfDay } from '#app/domain/calendar/paris.ts'
import { type RequestFilter, requestFilterSchema } from '#app/domain/requests/schemas.ts'
import type { RequestBatch } from '#db/models/requests.ts'

/** A condition on `accounts a` and the values that it names. */
export interface Choice {
  readonly sql: string
  readonly bindings: Readonly<Record<string, unknown>>
}

/** These accounts, whatever they are. */
export const theseAccounts = (accountIds: readonly string[]): Choice => ({
  sql: 'a.id = any(cast(:accountIds as uuid[]))',
  bindings: { accountIds },
})

/**
 * The accounts of a batch. A filter chooses among those that are not closed; a file names what it likes, and
 * what cannot be asked is then said of it.
 */
export function chosenAccounts(batch: Pick<RequestBatch, 'id' | 'chosenBy' | 'filter'>): Choice {
  if (batch.chosenBy === 'file') {
    return {
      sql: 'a.siren in (select siren from request_batch_sirens where batch_id = :batchId)',
      bindings: { batchId: batch.id },
    }
  }
  const filter = requestFilterSchema.parse(batch.filter)
  const conditions = (Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[])
    .filter((field) => filter[field] !== undefined)
    .map((field) => CONDITIONS[field])
  if (filter.state) conditions.push(isInState('a', filter.state))
  return {
    sql: ['a.closed_at is null', ...new Set(conditions)].join(' and '),
    bindings: bindingsOf(filter),
  }
}

/** A document that no newer one of the same type and person has followed. */
const NEWEST = `not exists (select from documents n where n.account_id = d.account_id
  and n.document_type = d.document_type and n.subject = d.subject and n.accepted_at > d.accepted_at)`
const EXPIRING = `exists (select from documents d where d.account_id = a.id and d.expires_on < cast(:expiresBefore as date)
  and (cast(:expiring as text) is null or d.document_type = :expiring) and ${NEWEST})`

const CONDITIONS: Record<Exclude<keyof RequestFilter, 'state'>, string> = {
  search: 'a.search like search_key(:pattern)',
  legalForm: 'a.legal_form = :legalForm',
  risk: 'a.risk = :risk',
  department: 'a.department = :department',
  regulated: 'a.regulated = :regulated',
  createdFrom: 'a.created_at >= :createdFrom',
  createdTo: 'a.created_at <= :createdTo',
  missing: `not exists (select from documents d where d.account_id = a.id and d.document_type = :missing
    and (d.expires_on is null or d.expires_on >= cast(:today as date)))`,
  expiresBefore: EXPIRING,
  expiring: EXPIRING,
}

/** `:today` comes with the judgement (judge-accounts.ts). */
function bindingsOf(filter: RequestFilter): Record<string, unknown> {
  const { search, state: _, regulated, createdFrom, createdTo, expiresBefore, ...equal } = filter
  return {
    ...equal,
    ...(search && { pattern: searchPattern(search) }),
    ...(regulated && { regulated: regulated === 'yes' }),
    ...(createdFrom && { createdFrom: startOfDay(plainDay(createdFrom)) }),
    ...(createdTo && { createdTo: endOfDay(plainDay(createdTo)) }),
    ...(expiresBefore && { expiresBefore, expiring: filter.expiring ?? null }),
  }
}
