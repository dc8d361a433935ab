import { loadConfig } from '#app/config/config.ts'
import { migrate } from '#db/migrate.ts'

// `npm run migrate`: the database alone, safe from several machines at once.
const names = await migrate(loadConfig().databaseUrl)
process.stdout.write(names.length ? `migrated: ${names.join(', ')}\n` : 'nothing to migrate\n')
