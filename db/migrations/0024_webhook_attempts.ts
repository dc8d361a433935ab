import type { Knex } from 'knex'

/** Every attempt of a webhook, not the last alone. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table webhook_attempts (
      id bigint generated always as identity primary key,
      delivery_id bigint not null references webhook_deliveries on delete cascade,
      -- When it ended.
      at timestamptz not null,
      outcome text not null,
      http_status smallint,
      response_ms integer not null,
      answer text check (length(answer) <= 1024)
    );
    create index webhook_attempts_newest on webhook_attempts (delivery_id, id desc);
    insert into webhook_attempts (delivery_id, at, outcome, http_status, response_ms, answer)
      select id, attempted_at, outcome, http_status, response_ms, answer from webhook_deliveries
       where attempted_at is not null and outcome is not null and response_ms is not null order by id;
    -- The ledger's line names the last one's outcome; the rest of it stands with the others.
    alter table webhook_deliveries drop column response_ms, drop column answer;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table webhook_deliveries add column response_ms integer,
      add column answer text check (length(answer) <= 1024);
    update webhook_deliveries d set response_ms = a.response_ms, answer = a.answer
      from (select distinct on (delivery_id) * from webhook_attempts order by delivery_id, id desc) a
     where a.delivery_id = d.id;
    drop table webhook_attempts;
  `)
}
