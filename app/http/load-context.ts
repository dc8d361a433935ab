import type { Actor } from '#app/domain/access/actor.ts'
import type { Clock } from '#app/domain/clock.ts'
import type { Context, Log } from '#app/domain/context.ts'
import type { SnapshotHolder } from '#app/http/snapshot-holder.ts'

/** What the web process hands to every route. Built once in app/web.ts; `app/http` knows no driver. */
export interface Services {
  context(actor: Actor): Context
  readonly log: Log
  readonly clock: Clock
  readonly provider: { readonly name: string; readonly supportEmail: string }
  readonly publicUrl: string
  readonly statusUrl: string
  /** The public status data, kept in memory: no public path reaches the database. */
  readonly snapshot: SnapshotHolder
}

declare module '@remix-run/node' {
  interface AppLoadContext {
    services: Services
    requestId: string
    cspNonce: string
    /** The visitor's network address, as far as configured proxies may be believed. */
    address: string
  }
}
