import { randomUUID } from 'node:crypto'
import { affected, type Database, transaction } from '#db/client.ts'
import { AuditEntry } from '#db/models/audit.ts'

export interface SceneSize {
  components: number
  incidents: number
  /** Over so many days up to now; 80 unless told. */
  days?: number
}

/**
 * Fills an empty database with so many shown components, 50 to a group, and resolved incidents of the last days,
 * each an outage of an hour; one more is open. Set-based, since no verb was made for thousands at once.
 */
export function fillScene(db: Database, { components, incidents, days = 80 }: SceneSize): Promise<void> {
  return transaction(db, async (trx) => {
    const run = (sql: string) =>
      affected(trx, sql, { components, incidents, days, groups: Math.ceil(components / 50) })
    const id = (prefix: string, number: string) => `'${prefix}' || lpad(cast(${number} as text), 11, '0')`
    await run(`insert into component_groups (id, name_fr, name_en, position, created_at, updated_at)
      select ${id('g', 'n')}, 'Groupe ' || n, 'Group ' || n, n, now(), now() from generate_series(1, :groups) n`)
    await run(`insert into components (id, group_id, name_fr, name_en, position, start_date, created_at, updated_at)
      select ${id('c', 'n')}, ${id('g', '(n - 1) / 50 + 1')}, 'Composant ' || n, 'Component ' || n, n,
             current_date - 400, now(), now() from generate_series(1, :components) n`)
    await run(`insert into incidents (id, kind, name_fr, name_en, status, impact, started_at, resolved_at, created_at, updated_at)
      select ${id('i', 'n')}, 'incident', 'Incident ' || n, 'Incident ' || n,
             case n when 0 then 'identified' else 'resolved' end, 'major', t, case when n > 0 then t + interval '1 hour' end, t, t
        from (select n, now() - interval '1 hour' - n * make_interval(days => :days) / :incidents as t
                from generate_series(0, :incidents) n) one`)
    await run(`insert into incident_updates (id, incident_id, status, body_fr, body_en, display_at, notify, created_at, updated_at)
      select case step when 0 then ${id('u', 'n')} else ${id('v', 'n')} end, ${id('i', 'n')},
             case step when 0 then 'identified' else 'resolved' end,
             'Les paiements par carte échouent en partie ; vos versements partent à l’heure. ' || n,
             'Some card payments fail; your payouts leave on time. ' || n,
             t + step * interval '1 hour', false, t, t
        from (select n, now() - interval '1 hour' - n * make_interval(days => :days) / :incidents as t
                from generate_series(0, :incidents) n) one, generate_series(0, 1) step
       where step = 0 or n > 0`)
    await run(`insert into incident_components (incident_id, component_id, status)
      select ${id('i', 'n')}, ${id('c', '1 + n % :components')}, case n when 0 then 'partial_outage' else 'operational' end
        from generate_series(0, :incidents) n`)
    await run(`insert into incident_update_components (update_id, component_id, old_status, new_status)
      select ${id('u', 'n')}, ${id('c', '1 + n % :components')}, 'operational', 'partial_outage'
        from generate_series(0, :incidents) n
       union all
      select ${id('v', 'n')}, ${id('c', '1 + n % :components')}, 'partial_outage', 'operational'
        from generate_series(1, :incidents) n`)
    await run(`insert into component_status_changes (component_id, status, at, incident_id)
      select c.component_id, c.new_status, u.display_at, u.incident_id
        from incident_update_components c join incident_updates u on u.id = c.update_id order by u.display_at`)
    await AuditEntry.query(trx).insert({
      at: new Date(),
      actorKind: 'system',
      actorId: 'bench',
      action: 'bench.filled',
      subjectType: 'component',
      subjectId: randomUUID(),
    })
  })
}
