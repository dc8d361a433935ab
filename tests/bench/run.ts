import { type Figure, machine, printFigures } from '#tests/bench/figures.ts'

/** What each benchmark measures. Loaded when asked for. */
const benches: Record<string, { about: string; run: () => Promise<Figure[]> }> = {
  status: {
    about: 'requests per second of the status page and its API, beside bare node:http and nginx',
    run: async () => (await import('#tests/bench/status.ts')).benchStatus(),
  },
  history: {
    about: 'what a change and a start cost after 20,000 incidents, beside 1,000 and beside reading the rows',
    run: async () => (await import('#tests/bench/history.ts')).benchHistory(),
  },
  broadcast: {
    about: 'mails per second of a broadcast, beside nodemailer’s own pool',
    run: async () => (await import('#tests/bench/broadcast.ts')).benchBroadcast(),
  },
  bulk: {
    about:
      'asking 10,000 accounts for 3 documents each, beside plain inserts of the same rows and beside 1,000',
    run: async () => (await import('#tests/bench/bulk.ts')).benchBulk(),
  },
  sweep: {
    about: 'seconds of a sweep over a million accounts, beside one statement written by hand, and its memory',
    run: async () => (await import('#tests/bench/sweep.ts')).benchSweep(),
  },
  renewal: {
    about:
      'seconds of a day’s renewal of 10,000 documents among a million accounts, beside one statement written by hand',
    run: async () => (await import('#tests/bench/renewal.ts')).benchRenewal(),
  },
}

// `npm run bench -- NAME [--json]`; without a name it lists them.
const [name, ...flags] = process.argv.slice(2)
const bench = name === undefined ? undefined : benches[name]
if (!bench) {
  const list = Object.entries(benches).map(([known, { about }]) => `  ${known}  ${about}`)
  console.log(['benchmarks:', ...list].join('\n'))
  process.exit(name === undefined ? 0 : 2)
}
console.log(machine())
const figures = await bench.run()
printFigures(figures)
if (flags.includes('--json')) console.log(JSON.stringify({ name, figures }))
process.exit(0)
