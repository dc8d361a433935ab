import Holidays from 'date-holidays'

/** Our code of a place, and how date-holidays calls the same. */
const NAMES: Record<string, readonly [country: string, state?: string]> = {
  '75': ['FR'],
  '2A': ['FR'],
  '13': ['FR'],
  '57': ['FR', '57'],
  '67': ['FR', '67'],
  '68': ['FR', '68'],
  '971': ['FR', 'GP'],
  '972': ['FR', 'MQ'],
  '973': ['FR', 'GF'],
  '974': ['FR', 'RE'],
  '975': ['PM'],
  '976': ['FR', 'YT'],
  '977': ['FR', 'BL'],
  '978': ['FR', 'MF'],
  '986': ['WF'],
  '987': ['PF'],
  '988': ['NC'],
}

export const PLACES: readonly string[] = Object.keys(NAMES)

/** The public holidays of a place as date-holidays has them, "YYYY-MM-DD": a calendar that owes nothing to ours. */
export function otherHolidays(code: string, years: readonly number[]): ReadonlySet<string> {
  const [country, state] = NAMES[code] ?? ['']
  const theirs = state ? new Holidays(country, state) : new Holidays(country)
  const days = new Set<string>()
  for (const year of years) {
    for (const { date, type } of theirs.getHolidays(year)) if (type === 'public') days.add(date.slice(0, 10))
    // date-holidays still has the day of before decree 2012-553.
    if (code === '978') {
      days.delete(`${year}-05-27`)
      days.add(`${year}-05-28`)
    }
  }
  return days
}
