import type { Database } from '#db/client.ts'
import { ACCOUNT, accountsAsTheyStand, id, NUMBERS, writeAsItStands } from '#tests/bench/standing-data.ts'

export interface SceneSize {
  accounts: number
  /** Accounts with a document to ask for again today, and as many whose clock is to start today. */
  due: number
}

/** Half past midnight on a Tuesday, in Paris. */
export const AT = '2026-03-09T23:30:00.000Z'

/**
 * Accounts with two accepted documents and the requirements that these answered; one account in 50 is of high risk. One
 * of the two ends by its print: the first ones in 60 days, so that it is asked again today; the next ones in 30 days,
 * asked before and without a clock until today; the next five times as many in between, asked and to wait. All others
 * later, and no document was accepted so long ago that it is looked at again. Without the answers themselves, which a
 * renewal does not read.
 */
export const fillRenewalScene = (db: Database, { accounts, due }: SceneSize): Promise<void> =>
  writeAsItStands(db, TABLES, STATEMENTS, { accounts, due })

const TABLES = ['accounts', 'requirements', 'reminder_marks', 'documents', 'audit_entries', 'audit_chains']

const TODAY = `cast('2026-03-10' as date)`
/** The last day of the document that ends: n = account. */
const ENDS_ON = `${TODAY} + case when n <= :due then 60 when n <= 2 * :due then 30
  when n <= 7 * :due then 31 + n % 29 else 61 + n % 3000 end`
const HIGH_RISK = 'n % 50 = 0'
const ACCEPTED_AT = `timestamptz '2022-01-01 09:00:00Z'
  + make_interval(days => case when ${HIGH_RISK} then 1430 + n % 60 else n % 1400 end)`
const TYPES = `(values ('beneficial_owners', ${ENDS_ON}), ('articles_of_association', null)) t (type, ends_on)`
const DOCUMENTS = `(select n, type, ends_on, ${ACCEPTED_AT} as accepted_at
  from ${NUMBERS} cross join lateral ${TYPES}) d`
/** Requirements that wait for their clock. */
const WAITING = `(select n, ${ENDS_ON} as ends_on from generate_series(cast(:due as integer) + 1, 7 * :due) n) w`

const STATEMENTS = [
  ...accountsAsTheyStand(`case when ${HIGH_RISK} then 'high' else 'standard' end`),
  `insert into documents (id, account_id, submission_id, document_type, expires_on, accepted_at)
     select ${id('document', `n || '-' || type`)}, ${ACCOUNT}, ${id('submission', `n || '-' || type`)}, type, ends_on,
       accepted_at
     from ${DOCUMENTS} order by 1`,
  `insert into requirements (id, account_id, document_type, status, requested_at, closed_at)
     select ${id('requirement', `n || '-' || type`)}, ${ACCOUNT}, type, 'approved',
       accepted_at - interval '10 days', accepted_at
     from ${DOCUMENTS} order by 1`,
  `insert into requirements (id, account_id, document_type, status, requested_at, policy_version, why, clock_from,
       clock_days)
     select ${id('renewal', 'n')}, ${ACCOUNT}, 'beneficial_owners', 'requested',
       (ends_on - 60) at time zone 'Europe/Paris' + interval '30 minutes', 1,
       jsonb_build_object('kind', 'expiry', 'documentId', ${id('document', `n || '-beneficial_owners'`)},
         'on', ends_on, 'policyVersion', 1), ends_on - 30, 30
     from ${WAITING} order by 1`,
  `insert into reminder_marks (requirement_id, account_id, deadline_at)
     select ${id('renewal', 'n')}, ${ACCOUNT}, 'infinity' from ${WAITING} order by 1`,
]
