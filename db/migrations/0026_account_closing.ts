import type { Knex } from 'knex'

const eventTypes = (types: string) => `
  alter table account_events drop constraint account_events_type_check,
    add constraint account_events_type_check check (type in ('account.restricted', 'account.reinstated',
      'requirement.requested', 'requirement.approved', 'requirement.rejected'${types})) not valid;`
const outcomes = (more: string) => `
  alter table contact_tasks drop constraint contact_tasks_outcome_check,
    add constraint contact_tasks_outcome_check
      check (outcome in ('address_corrected', 'reached_otherwise', 'mail_accepted'${more})) not valid;`
const mailStates = (more: string) => `
  alter table mails drop constraint mails_status_check,
    add constraint mails_status_check check (status in ('queued', 'sending', 'sent', 'failed'${more})) not valid;`

/** The end of a relationship, and what ends with it (docs/decisions/0027). */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Cancelled since its account was closed: nobody has let the merchant off it, so it may be asked again after that.
    alter table requirements add column closed_with_account boolean not null default false,
      add constraint requirements_closed_with_account check (not closed_with_account or status = 'cancelled');
    ${eventTypes(`, 'account.closed', 'account.reopened'`)}
    ${outcomes(`, 'account_closed'`)}
    -- withdrawn: what it would have told was over before it left.
    ${mailStates(`, 'withdrawn'`)}
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    ${mailStates('')}
    ${outcomes('')}
    ${eventTypes('')}
    alter table requirements drop column closed_with_account;
  `)
}
