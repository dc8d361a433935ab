import { Model } from 'objection'

/**
 * Base of all models. Properties are declared with `declare`: a plain field would put `undefined` into every
 * partial select. No model is bound to a connection: each query names its own (`Account.query(ctx.db)`).
 * Column names are translated by the client (db/client.ts), so models need no mapper of their own.
 */
export abstract class Row extends Model {
  static override get useLimitInFirst() {
    return true
  }
}
