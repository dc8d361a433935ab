import { StorageError } from './contract.ts'

const KEY_MAX_LENGTH = 512
/** A folder on disk carries one more character, and file systems allow 255 bytes. */
const SEGMENT_MAX_LENGTH = 200
const SEGMENT = /^[a-z0-9_-][a-z0-9_.-]*$/
const PREFIX = /^[a-z0-9][a-z0-9/_.-]*$/
const CONTENT_TYPE = /^[\x21-\x7e][\x20-\x7e]{0,119}$/

/** Throws `invalid_key` unless the key keeps the rules written at the contract. */
export function requireKey(key: string): void {
  const segments = key.split('/')
  const valid =
    key.length <= KEY_MAX_LENGTH &&
    /^[a-z0-9]/.test(key) &&
    !key.includes('..') &&
    segments.every((segment) => segment.length <= SEGMENT_MAX_LENGTH && SEGMENT.test(segment))
  if (!valid) throw new StorageError('invalid_key', `not a storage key: ${JSON.stringify(key.slice(0, 80))}`)
}

/** A copy onto itself is refused: stores disagree on what it means. */
export function requireTwoKeys(from: string, to: string): void {
  requireKey(from)
  requireKey(to)
  if (from === to) throw new StorageError('invalid_key', `cannot copy ${from} onto itself`)
}

/** Throws `invalid_key` for a prefix that no key can start with. The empty prefix means everything. */
export function requirePrefix(prefix: string): void {
  const valid = prefix === '' || (prefix.length <= KEY_MAX_LENGTH && PREFIX.test(prefix))
  if (!valid || prefix.includes('..') || prefix.includes('//') || prefix.includes('/.')) {
    throw new StorageError('invalid_key', `not a key prefix: ${JSON.stringify(prefix.slice(0, 80))}`)
  }
}

/** Line breaks in a content type would reach HTTP headers: a wrong one is a fault of the calling code. */
export function requireContentType(contentType: string): void {
  if (!CONTENT_TYPE.test(contentType)) {
    throw new TypeError(`not a content type: ${JSON.stringify(contentType.slice(0, 80))}`)
  }
}
