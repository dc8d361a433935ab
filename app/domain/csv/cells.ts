import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The cells of one line; null when its quotes do not fit. */
export function splitCells(line: string, delimiter: string): string[] | null {
  try {
    const [cells = []] = parse(line, { delimiter }) as string[][]
    return cells
  } catch (error) {
    if (error instanceof CsvError) return null
    throw error
  }
}

/** Latin-1 text that holds bytes, as the UTF-8 text they are; null when they are none. */
export function decode(bytes: string): string | null {
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return null
  }
}
