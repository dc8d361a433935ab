import { runMigrations } from 'graphile-worker'
import type { Knex } from 'knex'
import { type Database, openDatabase } from '#db/client.ts'
import * as access from '#db/migrations/0001_access.ts'
import * as audit from '#db/migrations/0002_audit.ts'
import * as requirements from '#db/migrations/0003_requirements.ts'
import * as status from '#db/migrations/0004_status.ts'
import * as broadcasts from '#db/migrations/0005_mail_and_broadcasts.ts'
import * as restrictions from '#db/migrations/0006_notices_and_restrictions.ts'
import * as jobs from '#db/migrations/0007_jobs.ts'
import * as firstPolicy from '#db/migrations/0008_first_policy.ts'
import * as incidentCare from '#db/migrations/0009_incident_care.ts'
import * as maintenanceSeries from '#db/migrations/0010_maintenance_series.ts'
import * as apiKeys from '#db/migrations/0011_api_keys.ts'
import * as probes from '#db/migrations/0012_probes.ts'
import * as accountEvents from '#db/migrations/0013_account_events.ts'
import * as sweepAtScale from '#db/migrations/0014_sweep_at_scale.ts'
import * as breakerAndTasks from '#db/migrations/0015_breaker_and_tasks.ts'
import * as fairClock from '#db/migrations/0016_fair_clock.ts'
import * as renewal from '#db/migrations/0017_renewal.ts'
import * as policyVersions from '#db/migrations/0018_policy_versions.ts'
import * as webhooks from '#db/migrations/0019_webhooks.ts'
import * as bulkRequests from '#db/migrations/0020_bulk_requests.ts'
import * as apiAccounts from '#db/migrations/0021_api_accounts.ts'
import * as promises from '#db/migrations/0022_promises.ts'
import * as oneDigestADay from '#db/migrations/0023_one_digest_a_day.ts'
import * as webhookAttempts from '#db/migrations/0024_webhook_attempts.ts'
import * as incidentTouches from '#db/migrations/0025_incident_touches.ts'
import * as accountClosing from '#db/migrations/0026_account_closing.ts'
import * as writtenIn from '#db/migrations/0027_written_in.ts'
import * as countingAhead from '#db/migrations/0028_counting_ahead.ts'
import { introduceTasks } from '#db/queue.ts'

const migrations: Record<string, Knex.Migration> = {
  '0001_access': access,
  '0002_audit': audit,
  '0003_requirements': requirements,
  '0004_status': status,
  '0005_mail_and_broadcasts': broadcasts,
  '0006_notices_and_restrictions': restrictions,
  '0007_jobs': jobs,
  '0008_first_policy': firstPolicy,
  '0009_incident_care': incidentCare,
  '0010_maintenance_series': maintenanceSeries,
  '0011_api_keys': apiKeys,
  '0012_probes': probes,
  '0013_account_events': accountEvents,
  '0014_sweep_at_scale': sweepAtScale,
  '0015_breaker_and_tasks': breakerAndTasks,
  '0016_fair_clock': fairClock,
  '0017_renewal': renewal,
  '0018_policy_versions': policyVersions,
  '0019_webhooks': webhooks,
  '0020_bulk_requests': bulkRequests,
  '0021_api_accounts': apiAccounts,
  '0022_promises': promises,
  '0023_one_digest_a_day': oneDigestADay,
  '0024_webhook_attempts': webhookAttempts,
  '0025_incident_touches': incidentTouches,
  '0026_account_closing': accountClosing,
  '0027_written_in': writtenIn,
  '0028_counting_ahead': countingAhead,
}

const source: Knex.MigrationSource<string> = {
  getMigrations: async () => Object.keys(migrations),
  getMigrationName: (name) => name,
  getMigration: async (name) => migrations[name] as Knex.Migration,
}

/** Any number; the same in every version, so that two versions starting at once also wait for each other. */
const MIGRATION_LOCK = 7_316_402

/**
 * Brings the database and the queue's own schema up to date. Safe from several machines at once: the later
 * one waits for the earlier and then finds nothing to do. Returns the names of the migrations it ran.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const guard = openDatabase(databaseUrl, { maxConnections: 1, name: 'vigie-migrate-lock' })
  const db = openDatabase(databaseUrl, { maxConnections: 2, name: 'vigie-migrate' })
  try {
    await guard.raw('select pg_advisory_lock(?)', [MIGRATION_LOCK])
    return await migrateLocked(db, databaseUrl)
  } finally {
    await Promise.all([db.destroy(), guard.destroy()])
  }
}

async function migrateLocked(db: Database, databaseUrl: string): Promise<string[]> {
  await runMigrations({ connectionString: databaseUrl })
  await introduceTasks(db)
  const [, names] = await db.migrate.latest({ migrationSource: source, tableName: 'migrations' })
  return names
}
