import { parisDay } from '#app/domain/calendar/paris.ts'
import type { Context } from '#app/domain/context.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'

/** SQL: the requirement `q` ended without a document, by a decision about itself and not with its account. */
export const LET_GO = `q.status in ('waived', 'cancelled') and not q.closed_with_account`

/**
 * SQL: whether an accepted document answers the question `w` and is not about to end. `w` has account_id, document_type,
 * subject, required (its account's legal form needs it) and the account's risk.
 *
 * `nextRenewal` is the rule, and alone decides what is asked: an act is replayed from stored facts without a database
 * (docs/decisions/0024). This says the same of every account at once, for previews of all of them in one statement; it
 * never asks by itself (`askAccounts` refuses where the two differ), and a test holds them together case by case.
 */
export function serves(w: string): string {
  const same = (row: string) => `${row}.account_id = ${w}.account_id
    and ${row}.document_type = ${w}.document_type and ${row}.subject = ${w}.subject`
  // By its printed date, unless an officer let that pass …
  const printedEnd = `case when not exists (select from requirements q where ${same('q')}
    and ${LET_GO} and q.why ->> 'kind' = 'expiry'
    and q.why ->> 'documentId' = cast(d.id as text)) then d.expires_on end`
  // … and, where the legal form needs it, by the years without a look since it was accepted or a review let pass.
  const reviewEnd = `case when ${w}.required then cast(
    greatest(cast(d.accepted_at at time zone 'Europe/Paris' as date),
      (select max(cast(q.closed_at at time zone 'Europe/Paris' as date)) from requirements q where ${same('q')}
        and ${LET_GO} and q.why ->> 'kind' = 'review'))
    + make_interval(years => case ${w}.risk when 'high' then cast(:highYears as integer)
        else cast(:standardYears as integer) end) as date) end`
  return `exists (select from documents d where ${same('d')} and d.outlived_by is null
    and coalesce(least(${printedEnd}, ${reviewEnd}), 'infinity') > cast(:today as date) + cast(:askDays as integer))`
}

/** What `serves` binds. */
export const servesBindings = (ctx: Pick<Context, 'clock'>, { renewal }: Pick<PolicyRules, 'renewal'>) => ({
  today: parisDay(ctx.clock.now()).toString(),
  askDays: Math.max(renewal.askDays, renewal.startDays),
  highYears: renewal.reviewYears.high,
  standardYears: renewal.reviewYears.standard,
})
