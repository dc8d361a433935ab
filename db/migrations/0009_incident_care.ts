import type { Knex } from 'knex'

/** Incidents can be taken back, and begun from a template. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Taken back: nothing public knows it any more. The row stays for the audit and the delivery ledger.
    alter table incidents add column deleted_at timestamptz;

    -- What a form begins with. Empty texts are left to whoever publishes.
    create table incident_templates (
      id public_id primary key,
      kind text not null check (kind in ('incident', 'maintenance')),
      name text not null check (length(name) between 1 and 200),
      title_fr text not null,
      title_en text not null,
      body_fr text not null,
      body_en text not null,
      status text not null,
      notify boolean not null,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      constraint incident_templates_status check (case kind
        when 'incident' then status in ('investigating', 'identified', 'monitoring')
        else status = 'scheduled' end)
    );

    create table incident_template_components (
      template_id public_id not null references incident_templates on delete cascade,
      component_id public_id not null references components,
      status component_status not null,
      primary key (template_id, component_id)
    );

    call audit_guard('incident_templates');

    -- A component's history is settled from all that was ever said of it.
    create index incident_update_components_component on incident_update_components (component_id);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index incident_update_components_component;
    drop table incident_template_components, incident_templates;
    alter table incidents drop column deleted_at;
  `)
}
