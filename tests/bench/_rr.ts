import { benchRenewal } from '#tests/bench/_r.ts'
import { printFigures } from '#tests/bench/figures.ts'

printFigures(await benchRenewal())
process.exit(0)
