import { affected, type Database, rows, transaction } from '#db/client.ts'
import { NOW } from '#tests/factories/context.ts'

/** What working off a batch writes: all of its time. In the order of what refers to what. */
export const WRITTEN = [
  { table: 'requirements', ofBatch: 'requested_at = :now' },
  { table: 'clock_entries', ofBatch: 'at = :now' },
  { table: 'account_events', ofBatch: 'at = :now' },
  { table: 'notices', ofBatch: 'created_at = :now' },
  {
    table: 'notice_requirements',
    ofBatch: 'notice_id in (select id from notices where created_at = :now)',
  },
  { table: 'mails', ofBatch: 'created_at = :now' },
  { table: 'notice_mails', ofBatch: 'notice_id in (select id from notices where created_at = :now)' },
  { table: 'audit_entries', ofBatch: 'at = :now and account_id is not null' },
]

/** Copies what a batch wrote into files of the server. */
export async function stageRows(db: Database): Promise<void> {
  for (const { table, ofBatch } of WRITTEN) {
    const query = `select * from ${table} where ${ofBatch.replaceAll(':now', `'${NOW}'`)}`
    await affected(db, `copy (${query}) to '${await fileOf(db, table)}'`)
  }
}

/** Reads them into tables of their own. */
export async function unstageRows(db: Database): Promise<void> {
  for (const { table } of WRITTEN) {
    await affected(db, `create table staged_${table} (like ${table})`)
    await affected(db, `copy staged_${table} from '${await fileOf(db, table)}'`)
    await affected(db, `analyze staged_${table}`)
  }
}

/** Writes them again, with a statement for each table in one transaction: nothing is read, decided or rendered. */
export function writePlainly(db: Database): Promise<void> {
  return transaction(db, async (trx) => {
    for (const { table } of WRITTEN) {
      const columns = await ownColumns(trx, table)
      await affected(
        trx,
        `insert into ${table} (${columns}) select ${columns} from staged_${table}
          ${table === 'audit_entries' ? 'order by id' : ''}`,
      )
    }
    await affected(
      trx,
      `select count(*) from graphile_worker.add_jobs(array(
           select cast(row('send_mail', json_build_object('mailId', id), null, null, null, 'mail:' || id, null, null)
             as graphile_worker.job_spec) from staged_mails), true)`,
    )
    await affected(
      trx,
      `update request_items set status = 'asked', documents = 3, done_at = :now where status = 'waiting'`,
      { now: NOW },
    )
  })
}

/** Those that are not numbered by the database itself. */
async function ownColumns(db: Database, table: string): Promise<string> {
  const columns = await rows<{ name: string }>(
    db,
    `select column_name as name from information_schema.columns
      where table_name = :table and table_schema = 'public' and is_identity = 'NO' and is_generated = 'NEVER'
      order by ordinal_position`,
    { table },
  )
  return columns.map(({ name }) => name).join(', ')
}

async function fileOf(db: Database, table: string): Promise<string> {
  const [found] = await rows<{ folder: string }>(db, `select current_setting('data_directory') as folder`)
  return `${found?.folder}/staged_${table}`
}
