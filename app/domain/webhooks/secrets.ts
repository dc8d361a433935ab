import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Settings } from '#app/domain/context.ts'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
/** Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32

/** A new secret as receivers keep it: `whsec_` and base64. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`

/** Derived, so that the database and its backups sign nothing by themselves. */
const sealingKey = ({ secret }: Pick<Settings, 'secret'>): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'vigie webhook secrets, version 1', KEY_BYTES))

/** Encrypts a secret for the row of this endpoint; in another row it cannot be opened. */
export function sealSecret(settings: Pick<Settings, 'secret'>, endpointId: string, secret: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, sealingKey(settings), iv).setAAD(Buffer.from(endpointId))
  return Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** The secret in clear; null when it was sealed under another SESSION_SECRET, or for another endpoint. */
export function openSecret(
  settings: Pick<Settings, 'secret'>,
  endpointId: string,
  sealed: Buffer,
): string | null {
  try {
    const decipher = createDecipheriv(CIPHER, sealingKey(settings), sealed.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(endpointId))
      .setAuthTag(sealed.subarray(-TAG_BYTES))
    const text = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
