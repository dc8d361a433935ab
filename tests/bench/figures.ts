import { cpus, totalmem } from 'node:os'

/** One measured figure beside its peer or limit, taken in the same run. */
export interface Figure {
  what: string
  unit: string
  ours: number
  reference: number
  referenceName: string
  /** ours / reference */
  ratio: number
  target: string
  met: boolean
}

/** Alternates ours and the reference so that a busy moment hits both, and compares the medians. */
export async function alternate(
  rounds: number,
  ours: () => Promise<number>,
  reference: () => Promise<number>,
): Promise<{ ours: number; reference: number }> {
  const taken: { ours: number[]; reference: number[] } = { ours: [], reference: [] }
  for (let round = 0; round < rounds; round++) {
    taken.reference.push(await reference())
    taken.ours.push(await ours())
  }
  return { ours: median(taken.ours), reference: median(taken.reference) }
}

/** The middle one; of an even number, the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/** `ours` beside a peer measured in the same run, of which it may be so many times as much. */
export const beside = (
  what: string,
  unit: string,
  { ours, reference }: Pick<Figure, 'ours' | 'reference'>,
  referenceName: string,
  most: number,
): Figure => ({
  ...{ what, unit, ours, reference, referenceName },
  ratio: ours / reference,
  target: `at most ${most}`,
  met: ours / reference <= most,
})

/** `ours` below a limit. */
export const limit = (what: string, unit: string, ours: number, reference: number): Figure => ({
  ...{ what, unit, ours, reference, referenceName: 'the limit' },
  ratio: ours / reference,
  target: 'below 1',
  met: ours < reference,
})

/** What the figures were taken on. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`

export function printFigures(figures: readonly Figure[]): void {
  for (const { what, unit, ours, reference, referenceName, ratio, target, met } of figures) {
    const compared = `${referenceName} ${reference.toFixed(1)}`
    console.log(
      `${met ? '✓' : '✗'} ${what}: ${ours.toFixed(1)} ${unit}, ${compared}; ratio ${ratio.toFixed(2)} (target ${target})`,
    )
  }
}
