import { type Database, rows, transaction } from '#db/client.ts'

/** Ids that any statement can make again; as scattered over the indexes as random ones. */
export const id = (kind: string, number: string) => `cast(md5('${kind}' || ${number}) as uuid)`

/** SQL: rows `n`, one for each account, … */
export const NUMBERS = 'generate_series(1, cast(:accounts as integer)) n'
/** … and its id. */
export const ACCOUNT = id('account', 'n')

/** Accounts of companies in several départements, each with one audit entry. `risk`: SQL by `n`. */
export const accountsAsTheyStand = (risk = `'standard'`) => [
  `insert into accounts (id, name, siren, legal_form, email, department, risk, created_at)
     select ${ACCOUNT}, 'Commerce ' || n, cast(100000000 + n as text), 'company', 'contact-' || n || '@commerce.test',
       (array['75', '13', '69', '67', '974'])[1 + n % 5], ${risk}, timestamptz '2025-01-01 00:00:00Z'
     from ${NUMBERS} order by 1`,
  // As audit_append would have written them: the first of each chain.
  `insert into audit_entries (chain, seq, at, actor_kind, actor_id, action, subject_type, subject_id, account_id,
       prev_hash, hash)
     select 'account:' || account_id, 1, timestamptz '2025-01-01 00:00:00Z', 'system', 'bench', 'account.created',
       'account', account_id, account_id, sha256(convert_to('account:' || account_id, 'UTF8')), ''
     from (select ${ACCOUNT} as account_id from ${NUMBERS}) a order by 1`,
  `insert into audit_chains (chain, seq, hash) select chain, seq, audit_hash(e) from audit_entries e
     where action = 'account.created' order by 1`,
]

/**
 * Writes `tables` by `statements`, in the order of keys, without triggers and with indexes afterwards: this is data as
 * it stands, not work to be measured.
 */
export async function writeAsItStands(
  db: Database,
  tables: readonly string[],
  statements: readonly string[],
  bindings: Record<string, unknown>,
): Promise<void> {
  await transaction(db, async (trx) => {
    await trx.raw(`set local session_replication_role = replica`)
    await trx.raw(`set local maintenance_work_mem = '512MB'`)
    await trx.raw(`set local work_mem = '256MB'`)
    const indexes = await rows<{ name: string; definition: string }>(
      trx,
      `select cast(cast(indexrelid as regclass) as text) as name, pg_get_indexdef(indexrelid) as definition
        from pg_index where indrelid = any(cast(:tables as regclass[])) and not indisunique`,
      { tables },
    )
    for (const { name } of indexes) await trx.raw(`drop index ${name}`)
    for (const statement of statements) await rows(trx, statement, bindings)
    for (const { definition } of indexes) await trx.raw(definition)
  })
  for (const table of tables) await db.raw(`vacuum (analyze, freeze) ${table}`)
}
