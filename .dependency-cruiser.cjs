// The import table of docs/architecture: each row is a rule here, and tests/architecture/boundaries.test.ts feeds each
// rule an import that it must refuse. What a row does not list as allowed is refused.

/** Packages that speak to the database; nothing outside db/ may know them. */
const DATABASE = '(^|/)node_modules/(knex|objection|pg|pg-[^/]+)/'
/** Packages that serve HTTP or belong to Remix. */
const WEB = '(^|/)node_modules/(@remix-run|remix|remix-[^/]+|express|compression|helmet|pino-http)/'
/** Packages that only a server can run. */
const SERVER =
  '(^|/)node_modules/(@aws-sdk|@node-rs|nodemailer|graphile-worker|node-cron|pino|rate-limiter-flexible|sharp|pdf-lib|@hyzyla|heic-decode)/'
const OURS = '^(app|db|jobs|storage|local|tests)/'
/** Top-level files of app/ that assemble a process, and the only ones there that see every room. */
const COMPOSITION = '^app/(runtime|web|status|snapshot|public-side|server-build|listen|export-status)\\.ts$'
/**
 * What is asked of merchants, by noun: each of these rooms of the domain may import those before it, never one after it.
 */
const ASKING = ['deadlines', 'evidence', 'due', 'requirements', 'extensions', 'home', 'renewals']
const PAGES = '^app/(routes/|root\\.tsx$|entry\\.[^/]+$|routes\\.ts$)'

/** Own files that `from` may import, all other own files being refused. */
const onlyOurs = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: OURS, pathNot: allowed },
})
const never = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    onlyOurs(
      'components-stay-in-the-browser',
      '^app/components/',
      [
        '^app/components/',
        '^app/i18n/',
        '^app/domain/.+/schemas\\.ts$',
        '^app/domain/policy/forms/',
        '^app/domain/components/status\\.ts$',
        '^app/styles/',
      ],
      'Components import each other, i18n and the schemas and forms of the domain: all else would ship to the browser.',
    ),
    never(
      'components-no-server-packages',
      { path: '^app/components/' },
      { path: [DATABASE, SERVER, '(^|/)node_modules/(express|@remix-run/(node|express|server-runtime))/'] },
      'A browser cannot run these.',
    ),
    never(
      'components-no-node',
      { path: '^app/components/' },
      { dependencyTypes: ['core'] },
      'A browser has no Node.',
    ),
    onlyOurs(
      'routes-only-domain-http-components',
      PAGES,
      ['^app/(domain|http|components|i18n|styles|routes)/', '^app/root\\.tsx$'],
      'A route parses, calls one verb or query and answers: no database, storage, jobs or mail.',
    ),
    onlyOurs(
      'http-only-domain',
      '^app/http/',
      ['^app/(http|domain|i18n)/'],
      'The room between Remix and the domain never sees the database.',
    ),
    onlyOurs(
      'domain-only-what-it-needs',
      '^app/domain/',
      ['^app/domain/', '^app/i18n/', '^app/mail/types\\.ts$', '^db/', '^storage/contract\\.ts$'],
      'The business knows the database, the storage contract and the types of mails; not HTTP, jobs or drivers.',
    ),
    never(
      'domain-no-web-packages',
      { path: '^app/domain/' },
      { path: WEB },
      'The domain is free of Remix and HTTP.',
    ),
    never(
      'domain-no-drivers',
      { path: '^app/domain/' },
      { path: '(^|/)node_modules/(@aws-sdk|nodemailer|graphile-worker|node-cron)/' },
      'Concrete drivers are chosen when a process is put together.',
    ),
    ...ASKING.slice(0, -1).map((room, place) =>
      never(
        `domain-${room}-not-what-follows`,
        { path: `^app/domain/${room}/` },
        { path: `^app/domain/(${ASKING.slice(place + 1).join('|')})/` },
        'Imports between these rooms go one way.',
      ),
    ),
    onlyOurs(
      'mail-only-templates',
      '^app/mail/',
      ['^app/mail/', '^app/i18n/', '^app/domain/.+/schemas\\.ts$'],
      'A template turns data into a mail: it asks nobody.',
    ),
    onlyOurs('i18n-alone', '^app/i18n/', ['^app/i18n/'], 'Texts depend on nothing.'),
    onlyOurs('config-alone', '^app/config/', ['^app/config/'], 'Settings depend on nothing.'),
    onlyOurs('db-alone', '^db/', ['^db/'], 'The database room knows its own libraries only.'),
    onlyOurs('storage-alone', '^storage/', ['^storage/'], 'Storage knows its own libraries only.'),
    onlyOurs(
      'jobs-only-domain-queue',
      '^jobs/',
      [
        '^jobs/',
        '^app/(domain|config|i18n)/',
        '^app/(runtime|export-status)\\.ts$',
        '^db/(queue|slots|workers|migrate|client)\\.ts$',
      ],
      'Jobs call verbs; of the database they know the queue and the slots.',
    ),
    never(
      'jobs-no-queries',
      { path: '^jobs/' },
      { path: '^db/client\\.ts$', dependencyTypesNot: ['type-only'] },
      'Jobs pass a connection on; asking it anything is for the domain.',
    ),
    never(
      'nothing-imports-local-or-tests',
      { path: '^(app|db|jobs|storage)/' },
      { path: '^(local|tests)/' },
      'What only one machine or a test needs is not part of the product.',
    ),
    never(
      'composition-is-only-entered',
      { path: '^(app|db|storage)/', pathNot: [COMPOSITION] },
      { path: COMPOSITION },
      'Processes are put together from rooms; rooms know no process.',
    ),
    never(
      'database-packages-only-in-db',
      { path: '^(app|jobs|storage)/' },
      { path: DATABASE },
      'Objection, knex and pg stay behind db/ (docs/decisions).',
    ),
    never(
      'object-store-only-in-storage',
      { path: '^(app|db|jobs)/' },
      { path: '(^|/)node_modules/@aws-sdk/' },
      'One driver room.',
    ),
    never(
      'smtp-only-in-mail',
      { path: '^(app|db|jobs|storage)/', pathNot: ['^app/mail/'] },
      { path: '(^|/)node_modules/nodemailer/' },
      'One mailer.',
    ),
    never(
      'resolvable',
      {},
      { couldNotResolve: true },
      'An import that leads nowhere would also lead past these rules.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^build/', '^virtual:'] },
    // Types count too: a type of the wrong room is knowledge of it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
}
