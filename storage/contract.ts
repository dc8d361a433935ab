/**
 * Where files and published snapshots are kept. Two drivers (folder, S3) keep this contract; both are held to it
 * by tests/contract/storage.test.ts.
 *
 * Keys: 1 to 512 characters, segments of `a-z 0-9 _ . -` joined by single slashes, the first character a letter or
 * digit, no segment starting with a dot, no `..`. Anything else is refused with `invalid_key`.
 */
export interface Storage {
  /**
   * Streams `body` to `key`, counting and hashing on the way; replaces what was there unless `onlyIfAbsent`.
   * Nothing is visible under the key until the whole body is stored, and nothing stays when the body throws
   * (its own error is thrown on) or passes `maxBytes` (reading stops at the chunk that passes it).
   * An empty body is stored: whether an empty file makes sense is the caller's rule.
   * Errors: `too_large`, `exists` (only with `onlyIfAbsent`), `invalid_key`, `unavailable`.
   */
  put(key: string, body: AsyncIterable<Uint8Array>, options: PutOptions): Promise<Stored>
  /**
   * The stored bytes. The body holds a descriptor or a connection: read it to its end or cancel it.
   * Errors: `not_found`, `invalid_key`, `unavailable`.
   */
  get(key: string): Promise<StoredObject>
  /**
   * Copies bytes and content type; the copy is as new as the copying. Replaces the target unless `onlyIfAbsent`.
   * A write-once promotion that is tried again after a crash meets its own first attempt as `exists`.
   * Errors: `not_found`, `exists` (only with `onlyIfAbsent`), `invalid_key` (also when both keys are the same),
   * `unavailable`.
   */
  copy(from: string, to: string, options?: { onlyIfAbsent?: boolean }): Promise<void>
  /** Removes the object; no error when there is none. Errors: `invalid_key`, `unavailable`. */
  delete(key: string): Promise<void>
  /**
   * Every object whose key starts with `prefix` (empty: all of them), in key order. What is written or deleted
   * meanwhile may or may not appear. Errors: `invalid_key`, `unavailable`.
   */
  list(prefix: string): AsyncIterable<ListedObject>
  /** Resolves when the store answers and can be written, within about 5 seconds. Error: `unavailable`. */
  check(): Promise<void>
}

export interface PutOptions {
  /** A media type, at most 120 printable ASCII characters. */
  contentType: string
  /** A body of exactly this many bytes is accepted. */
  maxBytes: number
  /** Write once: of any number of writers, on any number of machines, one wins and the others get `exists`. */
  onlyIfAbsent?: boolean
}

export interface Stored {
  bytes: number
  /** Lower-case hexadecimal. */
  sha256: string
}

export interface StoredObject {
  body: ReadableStream<Uint8Array>
  bytes: number
  contentType: string
}

export interface ListedObject {
  key: string
  bytes: number
  modifiedAt: Date
}

export type StorageErrorCode = 'not_found' | 'exists' | 'too_large' | 'invalid_key' | 'unavailable'

export class StorageError extends Error {
  override readonly name = 'StorageError'
  constructor(
    readonly code: StorageErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }
}

/**
 * Tells a storage error, of that code when one is given. Not by `instanceof`: a bundler may load this module twice,
 * and an error of one copy is then no instance of the other.
 */
export function isStorageError(error: unknown, code?: StorageErrorCode): error is StorageError {
  if (!(error instanceof Error) || error.name !== 'StorageError' || !('code' in error)) return false
  return code === undefined || error.code === code
}
