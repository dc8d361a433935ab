import { Temporal } from 'temporal-polyfill'

/** Article L3133-1 of the Code du travail, those with a fixed date: `MM-DD`. */
const NATIONAL = {
  '01-01': 'newYear',
  '05-01': 'labourDay',
  '05-08': 'victoryDay',
  '07-14': 'nationalDay',
  '08-15': 'assumption',
  '11-01': 'allSaints',
  '11-11': 'armistice',
  '12-25': 'christmas',
} as const

/** Those of the same article that move, by days after Easter Sunday. */
const AFTER_EASTER = { 1: 'easterMonday', 39: 'ascension', 50: 'whitMonday' } as const

/** A public holiday of the whole country. */
export type NationalHoliday =
  | (typeof NATIONAL)[keyof typeof NATIONAL]
  | (typeof AFTER_EASTER)[keyof typeof AFTER_EASTER]

interface Local {
  readonly fixed: readonly string[]
  /** In Alsace-Moselle by law (L3134-13); in Guadeloupe, Martinique and Polynesia by custom: banks are closed. */
  readonly goodFriday?: true
}

const alsaceMoselle: Local = { fixed: ['12-26'], goodFriday: true }

/** Further public holidays, by code of the département or territory. */
const LOCAL: Readonly<Record<string, Local>> = {
  '57': alsaceMoselle,
  '67': alsaceMoselle,
  '68': alsaceMoselle,
  // The abolition of slavery: article L3422-2 of the Code du travail and decree 83-1003.
  '971': { fixed: ['05-27'], goodFriday: true },
  '972': { fixed: ['05-22'], goodFriday: true },
  '973': { fixed: ['06-10'] },
  '974': { fixed: ['12-20'] },
  '976': { fixed: ['04-27'] },
  '977': { fixed: ['10-09'] },
  '978': { fixed: ['05-28'] },
  // Territories with a labour law of their own.
  '986': { fixed: ['04-28', '06-29', '07-29'] },
  '987': { fixed: ['03-05', '11-20'], goodFriday: true },
  '988': { fixed: ['09-24'] },
}

/** Départements and territories whose public holidays are not the national ones alone. */
export const LOCAL_CALENDARS: readonly string[] = Object.keys(LOCAL)

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
export function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return new Temporal.PlainDate(year, Math.floor(n / 31), (n % 31) + 1)
}

const years = new Map<string, ReadonlySet<string>>()

function holidaysOf(year: number, department: string): ReadonlySet<string> {
  const local = LOCAL[department]
  const key = local ? `${year} ${department}` : `${year}`
  const known = years.get(key)
  if (known) return known
  const easter = easterSunday(year)
  const moving = Object.keys(AFTER_EASTER).map(Number)
  const days = new Set([
    ...[...Object.keys(NATIONAL), ...(local?.fixed ?? [])].map((monthDay) => `${year}-${monthDay}`),
    ...[...moving, ...(local?.goodFriday ? [-2] : [])].map((days) => easter.add({ days }).toString()),
  ])
  years.set(key, days)
  return days
}

/**
 * True on a public holiday of the département (`75`, `2A`, `974`…). An unknown code has the national ones alone.
 */
export function isPublicHoliday(day: Temporal.PlainDate, department: string): boolean {
  return holidaysOf(day.year, department).has(day.toString())
}

/** The name of the public holiday that a day is in the whole country, or null. */
export function nationalHoliday(day: Temporal.PlainDate): NationalHoliday | null {
  const sinceEaster = easterSunday(day.year).until(day, { largestUnit: 'day' }).days
  const fixed: Record<string, NationalHoliday> = NATIONAL
  const moving: Record<number, NationalHoliday> = AFTER_EASTER
  return fixed[day.toString().slice(5)] ?? moving[sinceEaster] ?? null
}
