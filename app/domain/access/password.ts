import { hash, type Options, verify } from '@node-rs/argon2'
import { COMMON_WORDS } from '#app/domain/access/common-passwords.ts'
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH, passwordLength } from '#app/domain/access/schemas.ts'
import { newToken } from '#app/domain/access/tokens.ts'
import { invalid } from '#app/domain/errors.ts'

/** OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, two passes, one lane. */
const ARGON2ID = {
  // Argon2id; the library's own name for it is a const enum, which isolated modules cannot read.
  algorithm: 2,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} satisfies Options

/** NFKC: the same password typed on two keyboards is the same bytes (NIST SP 800-63B, 3.1.1.2). */
const normal = (password: string) => password.normalize('NFKC')

/** What the database keeps of a password: Argon2id in its own text form, with salt and parameters. */
export const hashPassword = (password: string): Promise<string> => hash(normal(password), ARGON2ID)

let nobodysHash: Promise<string> | undefined

/**
 * True when `password` is the one `stored` was made from. Without a stored hash the same work is done on a hash
 * that nothing matches, so the time taken does not tell whether the user exists.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword(newToken())
  const instead = await nobodysHash
  const matches = await verify(stored ?? instead, normal(password))
  return stored !== null && matches
}

const lettersOf = (text: string) =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')

/** True for a handful of characters repeated, for digits that count, and for a common word, repeated or dressed up. */
function isCommon(password: string): boolean {
  if (new Set(normal(password).toLowerCase()).size <= 3) return true
  const letters = lettersOf(password)
  const group = /^(.{3,}?)\1+$/.exec(letters)?.[1] ?? letters
  return COMMON_WORDS.has(letters) || COMMON_WORDS.has(group) || isCounting(password.replace(/\D/g, ''))
}

/** Ten digits or more that count up or down or repeat a short group: 123456789012, 0987654321, 202620262026. */
const isCounting = (digits: string) =>
  digits.length >= 10 &&
  ('0123456789'.repeat(14).includes(digits) ||
    '9876543210'.repeat(14).includes(digits) ||
    /^(\d{1,6})\1+$/.test(digits))

/**
 * Refuses a password that is too short or long, that contains the person's name or address, or that stands on
 * the lists of common ones. Nothing else: rules of composition make passwords worse (NIST SP 800-63B, 3.1.1.2).
 */
export function checkPassword(password: string, person: { email: string; name: string }): void {
  const length = passwordLength(password)
  if (length < PASSWORD_MIN_LENGTH) throw invalid('passwordTooShort', { minimum: PASSWORD_MIN_LENGTH })
  if (length > PASSWORD_MAX_LENGTH) throw invalid('passwordTooLong', { maximum: PASSWORD_MAX_LENGTH })
  const folded = normal(password).toLowerCase()
  const [mailbox = ''] = person.email.toLowerCase().split('@')
  const own = [person.email, mailbox, ...mailbox.split(/[.+_-]/), ...person.name.split(/[\s'-]+/)]
  // Shorter parts stand inside ordinary words.
  if (own.some((part) => part.length >= 4 && folded.includes(part.normalize('NFKC').toLowerCase()))) {
    throw invalid('passwordPersonal')
  }
  if (isCommon(password)) throw invalid('passwordCommon')
}
