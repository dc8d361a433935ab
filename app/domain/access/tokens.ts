import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new secret of 256 bits for a link or a cookie, in URL-safe text. Only its hash is ever stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What the database keeps of a token. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A token derived from what it is for, so that it needs no row: the same input always gives the same one. */
export const deriveToken = (secret: string, purpose: string, id: string): string =>
  createHmac('sha256', secret).update(`${purpose}:${id}`).digest('base64url')

/** Compares in constant time. */
export function sameToken(given: string, expected: string): boolean {
  const [a, b] = [hashToken(given), hashToken(expected)]
  return timingSafeEqual(a, b)
}
