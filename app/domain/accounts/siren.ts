import { compact, validate } from 'stdnum/lib/cjs/fr/siren.js'

/** SIREN as stored: nine digits. Null when it is none (length, digits, Luhn's key). Spaces and dots may separate. */
export function readSiren(text: string): string | null {
  return validate(text).isValid ? compact(text) : null
}
