import type { EventState } from '#app/i18n/state-name.ts'
// The seam between the domain, which decides that a mail goes out, and the room that writes and sends it.

import type { Outcome } from '#app/domain/probes/schemas.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** What a template needs, by template. Links are absolute. Times are ISO instants; the template names the zone. */
export interface MailTemplates {
  activation: { name: string; accountName: string | null; url: string; hours: number }
  password_reset: { name: string; url: string; hours: number }
  /** One mail per account and day that lists everything due (compliance.md, Notices). */
  requirements_due: {
    name: string
    accountName: string
    reason: 'requested' | 'reminder'
    items: {
      title: string
      /** Why it is asked although one was accepted. */
      why: string | null
      message: string | null
      legalGround: string
      deadline: string | null
      /** Its deadline has passed. */
      overdue: boolean
      /** Where its clock starts later: the days of its start and its end, `YYYY-MM-DD`. */
      later: { from: string; until: string } | null
      url: string
    }[]
    url: string
  }
  submission_approved: { name: string; accountName: string; documentType: string; url: string }
  submission_rejected: {
    name: string
    accountName: string
    documentType: string
    reasons: { title: string; action: string }[]
    note: string | null
    deadline: string | null
    url: string
  }
  account_restricted: {
    name: string
    accountName: string
    capabilities: ('payments' | 'payouts')[]
    /**
     * What is still missing; `overdue`: its deadline is over, which another answer or more time may have moved. Mails that
     * the version before queued have title and address alone.
     */
    items: { title: string; url: string; legalGround?: string; deadline?: string | null; overdue?: boolean }[]
    /** What the ladder withholds next, after which day (`YYYY-MM-DD`); none where nothing more follows. */
    next?: { capability: 'payments' | 'payouts'; after: string } | null
    url: string
  }
  account_reinstated: {
    name: string
    accountName: string
    capabilities: ('payments' | 'payouts')[]
    url: string
  }
  /** `on`: when. The reason is nothing that the merchant may read. */
  account_closed: { name: string; accountName: string; on: string; url: string }
  account_reopened: { name: string; accountName: string; on: string; url: string }
  subscription_confirm: { url: string; days: number }
  /** Somebody asked to subscribe an address that already is: what there is, and where to change it. */
  subscription_known: { url: string }
  incident_update: IncidentMail
  /** To publishers: a probe fails, and has proposed an incident or opened one. */
  probe_alarm: {
    name: string
    probeName: string
    componentName: string
    outcome: Outcome
    httpStatus: number | null
    since: string
    opened: boolean
    url: string
  }
  /** To officers: a run would have restricted unusually many accounts, and waits for one of them. */
  batch_held: { name: string; accounts: number; activeAccounts: number; url: string }
  /** To administrators: nothing is sent to an endpoint any more. */
  webhook_halted: {
    name: string
    host: string
    reason: 'unanswered' | 'gone'
    since: string
    url: string
  }
}

export interface IncidentMail {
  kind: 'incident' | 'maintenance'
  /** What it says beside the status: the same again before a maintenance begins, that it moved, or is called off. */
  notice: 'update' | 'reminder' | 'rescheduled' | 'cancelled'
  incidentName: string
  /** Of the name, where it is not the language of the mail. */
  nameLang?: Locale
  /** Status of the incident or maintenance after this update */
  status: EventState
  /** The update in plain text, for the preview line */
  text: string
  /** The update as sanitised HTML */
  html: string
  /** Of the update, where it is not the language of the mail. */
  textLang?: Locale
  components: { name: string; status: ComponentStatusName }[]
  displayAt: string
  scheduledFor: string | null
  scheduledUntil: string | null
  /** The rule of a maintenance that recurs, as a sentence. */
  recurrence: string | null
  url: string
  /** Where this subscription is changed or ended */
  manageUrl: string
}

type ComponentStatusName =
  | 'operational'
  | 'degraded_performance'
  | 'partial_outage'
  | 'major_outage'
  | 'under_maintenance'

export type MailTemplate = keyof MailTemplates

/** What a template makes. */
export interface RenderedMail {
  subject: string
  text: string
  html: string
}

export interface OutgoingMail {
  to: string
  subject: string
  text: string
  html: string
  /** `<id@host>`: the same for every attempt, so that mailboxes fold a repeated one. */
  messageId: string
  /** First message of the thread, when this is not it. */
  inReplyTo?: string
  headers?: Record<string, string>
}

export type SendResult =
  | { outcome: 'accepted'; response: string }
  /**
   * The server refused this message for good (5xx to the recipient or the text): never retried. `badAddress`
   * when it said that no such mailbox is there: a hard bounce.
   */
  | { outcome: 'refused'; response: string; badAddress: boolean }
  /** Nobody knows yet (4xx, no connection, our own sign-in refused): retried later. */
  | { outcome: 'deferred'; response: string }

export interface Mailer {
  render<T extends MailTemplate>(template: T, locale: Locale, data: MailTemplates[T]): Promise<RenderedMail>
  /** Hands one mail to the SMTP server. Never throws for what a server may answer. */
  send(mail: OutgoingMail): Promise<SendResult>
  /** Reachable? For /readyz. Throws when not. */
  check(): Promise<void>
  /** Ends the pooled connections. */
  close(): void
}
