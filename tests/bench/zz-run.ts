import { printFigures } from '#tests/bench/figures.ts'
import { benchSweep } from '#tests/bench/zz-sweep.ts'
printFigures(await benchSweep())
process.exit(0)
