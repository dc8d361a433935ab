import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import autocannon from 'autocannon'

const run = promisify(execFile)
const CONNECTIONS = 50

/** What a server stood: requests a second, and the time within which 99 of 100 were answered, in milliseconds. */
export interface Load {
  rate: number
  p99: number
}

/** True when the program answers to `--version` or the like: not every machine has it. */
export function has(program: string, argument: string): boolean {
  try {
    execFileSync(program, [argument], { stdio: 'ignore' })
    return true
  } catch (error) {
    // wrk prints its version and exits with 1.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

const pins = has('taskset', '--version')
const wrk = has('wrk', '-v')

/** What makes the load; autocannon shares its own limit with whatever it measures. */
export const generator = wrk ? 'wrk' : 'autocannon'

/** Keeps a process on one core; where the machine cannot, the scheduler decides. */
export function pin(pid: number | undefined, core: number): void {
  if (pins && pid) execFileSync('taskset', ['-cp', String(core), String(pid)], { stdio: 'ignore' })
}

/** 50 connections ask for `url` as fast as they are answered, from the other core, and all answers must be `status`. */
export async function load(
  url: string,
  seconds: number,
  { headers, status }: { headers: Record<string, string>; status: number },
): Promise<Load> {
  await requireStatus(url, headers, status)
  if (!wrk) {
    const { requests, latency, errors, ...counts } = await autocannon({
      url,
      connections: CONNECTIONS,
      duration: seconds,
      headers,
    })
    const other = counts.non2xx > 0 && status !== 304
    if (errors > 0 || other) throw new Error(`${url}: ${errors} errors, ${counts.non2xx} other answers`)
    return { rate: requests.average, p99: latency.p99 }
  }
  const command = ['wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency']
  for (const [name, value] of Object.entries(headers)) command.push('-H', `${name}: ${value}`)
  const [program = '', ...args] = pins ? ['taskset', '-c', '1', ...command, url] : [...command, url]
  const { stdout } = await run(program, args)
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]
  const [, p99, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? []
  if (!rate || !p99 || /Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url}:\n${stdout}`)
  return { rate: Number(rate), p99: Number(p99) * { us: 0.001, ms: 1, s: 1000 }[unit as 'us'] }
}

/** A server that answers with errors is fast. */
async function requireStatus(url: string, headers: Record<string, string>, status: number): Promise<void> {
  const answer = await fetch(url, { headers })
  await answer.arrayBuffer()
  if (answer.status !== status) throw new Error(`${url} answers with ${answer.status}, expected ${status}`)
}
