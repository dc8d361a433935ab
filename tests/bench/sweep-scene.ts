import type { Database } from '#db/client.ts'
import { ACCOUNT, accountsAsTheyStand, id, NUMBERS, writeAsItStands } from '#tests/bench/standing-data.ts'

export interface SceneSize {
  accounts: number
  /** Accounts with one requirement that has just reached the first rung of the ladder. */
  overdue: number
}

/** A Tuesday. What was due on Friday 27 February has passed its three business days of grace. */
export const AT = '2026-03-10T08:00:00.000Z'

const TABLES = [
  'accounts',
  'users',
  'requirements',
  'reminder_marks',
  'clock_entries',
  'notices',
  'notice_requirements',
  'mails',
  'notice_mails',
  'audit_entries',
  'audit_chains',
]

/**
 * Accounts with one member, three open requirements with their clock, the notice of the request, accepted, and one
 * audit entry each. The first ones are overdue with one of them and were reminded of it; all else is due in 15 to
 * 30 days and has been looked at.
 */
export const fillSweepScene = (db: Database, { accounts, overdue }: SceneSize): Promise<void> =>
  writeAsItStands(db, TABLES, STATEMENTS, { accounts, overdue })

const requirement = (k: string) => id('requirement', `n || '-' || ${k}`)
const endOf = (day: string) => `((${day} + 1) at time zone 'Europe/Paris' - interval '1 millisecond')`

const TODAY = `cast('2026-03-10' as date)`
/** The last day of a requirement: n = account, k = 1 to 3. */
const LAST_DAY = `case when k = 1 and n <= :overdue then cast('2026-02-27' as date)
  else ${TODAY} + 15 + cast((n * 7 + k * 5) % 16 as integer) end`
const REQUIREMENTS = `(select n, k, ${LAST_DAY} as last_day from ${NUMBERS} cross join generate_series(1, 3) k) q`

/** Notices: one at the request of every account; a second one, 14 days before, for those overdue. */
const NOTICES = `(
    select n, 1 as turn, timestamptz '2026-01-28 09:00:00Z' as at from ${NUMBERS}
    union all
    select n, 2, timestamptz '2026-02-13 09:00:00Z' from generate_series(1, cast(:overdue as integer)) n
  ) t`
const NOTICE = id('notice', `n || '-' || turn`)
const MAIL = id('mail', `n || '-' || turn`)

const STATEMENTS = [
  ...accountsAsTheyStand(),
  `insert into users (id, email, name, locale, role, account_id, created_at)
     select ${id('user', 'n')}, 'membre-' || n || '@commerce.test', 'Camille Martin',
       case n % 4 when 0 then 'en' else 'fr' end, 'member', ${ACCOUNT}, timestamptz '2025-01-01 00:00:00Z'
     from ${NUMBERS} order by 1`,
  `insert into requirements (id, account_id, document_type, status, requested_at, deadline_at, last_deadline_at)
     select ${requirement('k')}, ${ACCOUNT},
       (array['bank_details', 'articles_of_association', 'beneficial_owners'])[k], 'requested',
       (last_day - 30) at time zone 'Europe/Paris' + interval '9 hours', ${endOf('last_day')}, ${endOf('last_day')}
     from ${REQUIREMENTS} order by 1`,
  `insert into reminder_marks (requirement_id, account_id, deadline_at, days)
     select ${requirement('k')}, ${ACCOUNT}, ${endOf('last_day')}, case when last_day < ${TODAY} then 0 else 30 end
     from ${REQUIREMENTS} order by 1`,
  `insert into clock_entries (requirement_id, kind, at, days, cause)
     select ${requirement('k')}, 'started', (last_day - 30) at time zone 'Europe/Paris' + interval '9 hours', 30,
       'requested'
     from ${REQUIREMENTS}`,
  `insert into notices (id, account_id, kind, day, created_at)
     select ${NOTICE}, ${ACCOUNT}, case turn when 1 then 'requested' else 'reminder' end, cast(at as date), at
     from ${NOTICES} order by 1`,
  `insert into notice_requirements (notice_id, requirement_id, days_before, deadline_at)
     select ${NOTICE}, ${requirement('k')}, case turn when 1 then null else 14 end, ${endOf('last_day')}
     from ${NOTICES} join ${REQUIREMENTS} using (n) where turn = 1 or k = 1 order by 1, 2`,
  `insert into mails (id, template, locale, to_address, user_id, account_id, data, status, attempts, provider_response,
       created_at, sent_at)
     select ${MAIL}, 'requirements_due', 'fr', 'membre-' || n || '@commerce.test', ${id('user', 'n')}, ${ACCOUNT},
       '{}', 'sent', 1, '250 2.0.0 Ok: queued', at, at + interval '2 seconds'
     from ${NOTICES} order by 1`,
  `insert into notice_mails (notice_id, mail_id) select ${NOTICE}, ${MAIL} from ${NOTICES} order by 1`,
]
