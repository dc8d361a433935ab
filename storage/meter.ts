import { createHash } from 'node:crypto'
import { StorageError, type Stored } from './contract.ts'

/** Passes a body on while counting and hashing it; cuts it when it grows past `maxBytes`. Read once. */
export class Meter implements AsyncIterable<Uint8Array> {
  /** Why the body ended early: its own error or `too_large`. Told apart from the faults of the store. */
  failure: { error: unknown } | undefined
  readonly #body: AsyncIterable<Uint8Array>
  readonly #maxBytes: number
  readonly #hash = createHash('sha256')
  #bytes = 0

  constructor(body: AsyncIterable<Uint8Array>, maxBytes: number) {
    this.#body = body
    this.#maxBytes = maxBytes
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    let handedOver = false
    try {
      for await (const chunk of this.#body) {
        this.#bytes += chunk.byteLength
        if (this.#bytes > this.#maxBytes) {
          throw new StorageError('too_large', `the body is larger than ${this.#maxBytes} bytes`)
        }
        this.#hash.update(chunk)
        handedOver = true
        yield chunk
        handedOver = false
      }
    } catch (error) {
      // A reader that gives up throws its own error in at the yield: that is no fault of the body.
      if (!handedOver) this.failure = { error }
      throw error
    }
  }

  /** What passed through. Call it once, after the body has ended. */
  total(): Stored {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }
}
