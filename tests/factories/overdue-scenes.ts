import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { endOfDay, parisDay } from '#app/domain/calendar/paris.ts'
import { DAY_MS, HOUR_MS } from '#app/domain/clock.ts'
import { type Database, rows } from '#db/client.ts'
import type { RequirementStatus } from '#db/models/requirements.ts'
import { newSiren } from '#tests/factories/account.ts'
import { write } from '#tests/factories/context.ts'
import { sweepContext } from '#tests/factories/overdue.ts'

/** One thing asked of a merchant, as it stands when the sweep comes. */
export interface AskedScene {
  status: RequirementStatus
  /** Days between the sweep and the end of the deadline's day; null = no date. */
  deadlineDaysAgo: number | null
  /** Notices by the hours since the mail server took them; null = it refused the mail. */
  noticeHours: (number | null)[]
}

export interface MerchantScene {
  department: string
  exempt: boolean
  closed: boolean
  asked: AskedScene[]
}

const STATUSES: RequirementStatus[] = [
  ...(['requested', 'requested', 'requested', 'requested', 'rejected', 'rejected'] as const),
  ...(['submitted', 'in_review', 'approved', 'waived'] as const),
]

const askedScene: fc.Arbitrary<AskedScene> = fc.record({
  status: fc.constantFrom(...STATUSES),
  deadlineDaysAgo: fc.option(fc.integer({ min: -3, max: 25 }), { freq: 12 }),
  noticeHours: fc.array(fc.option(fc.integer({ min: 70, max: 600 }), { freq: 5 }), { maxLength: 4 }),
})

const rarely = fc.constantFrom(...Array<boolean>(7).fill(false), true)

/** Merchants within reach of the sweep, and everything that may protect from it. */
export const merchantScene: fc.Arbitrary<MerchantScene> = fc.record({
  department: fc.constantFrom('75', '67', '974', '2A'),
  exempt: rarely,
  closed: rarely,
  asked: fc.array(askedScene, { minLength: 1, maxLength: 3 }),
})

const TYPES = ['bank_details', 'articles_of_association', 'beneficial_owners']
const CLOSED = ['approved', 'waived', 'cancelled']

/** Where a merchant's scene stands in the database. */
export interface Placed {
  accountId: string
  requirementIds: string[]
}

/** Writes the scenes as of `at`, each with its own account and member, in a few statements for any number. */
export async function placeMerchants(
  db: Database,
  scenes: readonly MerchantScene[],
  at: string,
  newUuid: () => string = randomUUID,
): Promise<Placed[]> {
  const now = Date.parse(at)
  const iso = (ms: number) => new Date(ms).toISOString()
  const requestedAt = iso(now - 60 * DAY_MS)
  const merchants = scenes.map((scene) => ({
    ...scene,
    id: newUuid(),
    user_id: newUuid(),
    siren: newSiren(),
    requirements: scene.asked.map((one, place) => ({
      ...one,
      id: newUuid(),
      type: TYPES[place],
      deadline:
        one.deadlineDaysAgo === null
          ? null
          : endOfDay(parisDay(new Date(now)).subtract({ days: one.deadlineDaysAgo })).toISOString(),
      notices: one.noticeHours.map((hours) => ({ hours, id: newUuid(), mail_id: newUuid() })),
    })),
  }))
  const accounts = merchants.map(({ requirements: _, asked: __, ...account }) => account)
  const requirements = merchants.flatMap(({ id, requirements }) =>
    requirements.map(({ notices: _, ...one }) => ({
      ...one,
      account_id: id,
      deadline: ['submitted', 'in_review'].includes(one.status) ? null : one.deadline,
      closed_at: CLOSED.includes(one.status) ? at : null,
    })),
  )
  const notices = merchants.flatMap(({ id, user_id, requirements }) =>
    requirements.flatMap((one) =>
      one.notices.map((notice) => ({
        ...notice,
        account_id: id,
        user_id,
        requirement_id: one.id,
        deadline: one.deadline,
        at: iso(now - (notice.hours ?? 400) * HOUR_MS),
        sent_at: notice.hours === null ? null : iso(now - notice.hours * HOUR_MS),
      })),
    ),
  )
  await write(sweepContext(db, requestedAt), async (tx) => {
    const insert = (sql: string, list: object[]) =>
      rows(tx.db, sql, { list: JSON.stringify(list), requestedAt, at })
    await insert(
      `insert into accounts (id, name, siren, legal_form, email, department, exempt, created_at, closed_at)
         select id, 'Commerce', siren, 'company', 'contact@commerce.test', department, exempt, :requestedAt,
           case when closed then cast(:at as timestamptz) end
         from jsonb_to_recordset(:list) as a (id uuid, siren text, department text, exempt boolean, closed boolean)`,
      accounts,
    )
    await insert(
      `insert into users (id, email, name, locale, role, account_id, created_at)
         select user_id, id || '@commerce.test', 'Camille Martin', 'fr', 'member', id, :requestedAt
         from jsonb_to_recordset(:list) as a (id uuid, user_id uuid)`,
      accounts,
    )
    await insert(
      `insert into requirements (id, account_id, document_type, status, requested_at, deadline_at, closed_at)
         select id, account_id, type, status, :requestedAt, deadline, closed_at
         from jsonb_to_recordset(:list) as q (id uuid, account_id uuid, type text, status text, deadline timestamptz,
           closed_at timestamptz)`,
      requirements,
    )
    await insert(
      `insert into clock_entries (requirement_id, kind, at, days, cause)
         select id, 'started', :requestedAt, 30, 'requested' from jsonb_to_recordset(:list) as q (id uuid)`,
      requirements,
    )
    await insert(
      `insert into notices (id, account_id, kind, day, created_at, doubles)
         select id, account_id, 'requested', cast(at as date), at,
           nullif(first_value(id) over (partition by account_id, cast(at as date)), id)
         from jsonb_to_recordset(:list) as n (id uuid, account_id uuid, at timestamptz)`,
      notices,
    )
    await insert(
      `insert into notice_requirements (notice_id, requirement_id, days_before, deadline_at)
         select id, requirement_id, 0, deadline
         from jsonb_to_recordset(:list) as n (id uuid, requirement_id uuid, deadline timestamptz)`,
      notices,
    )
    await insert(
      `insert into mails (id, template, locale, to_address, account_id, status, created_at, sent_at)
         select mail_id, 'requirements_due', 'fr', 'membre@commerce.test', account_id,
           case when sent_at is null then 'failed' else 'sent' end, at, sent_at
         from jsonb_to_recordset(:list) as n (mail_id uuid, account_id uuid, at timestamptz, sent_at timestamptz)`,
      notices,
    )
    await insert(
      `insert into notice_mails (notice_id, mail_id)
         select id, mail_id from jsonb_to_recordset(:list) as n (id uuid, mail_id uuid)`,
      notices,
    )
  })
  return merchants.map(({ id, requirements }) => ({
    accountId: id,
    requirementIds: requirements.map((one) => one.id),
  }))
}
