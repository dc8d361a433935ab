import { randomInt } from 'node:crypto'

/** Letters and digits alone: a double click selects the whole key, and no shell or URL changes it. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** 238 bits. */
const SECRET_LENGTH = 40

/** What a key begins with: `sprod_` changes things, `stest_` only tries them. */
export const keyPrefix = (livemode: boolean) => (livemode ? 'sprod_' : 'stest_')

/** A new key in clear. It is shown once; the database keeps its hash alone. */
export function newApiSecret(livemode: boolean): string {
  const secret = Array.from({ length: SECRET_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)])
  return keyPrefix(livemode) + secret.join('')
}

const SECRET = new RegExp(`^(sprod|stest)_[A-Za-z0-9]{${SECRET_LENGTH}}$`)

/** True when `text` has the form of a key; anything else cannot be one. */
export const isApiSecret = (text: string): boolean => SECRET.test(text)
