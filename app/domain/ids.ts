import { randomInt, randomUUID } from 'node:crypto'

declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

export type AccountId = Id<'Account'>
export type UserId = Id<'User'>
export type RequirementId = Id<'Requirement'>
export type SubmissionId = Id<'Submission'>
export type SubmissionFileId = Id<'SubmissionFile'>
export type DocumentId = Id<'Document'>
export type RestrictionId = Id<'Restriction'>
export type NoticeId = Id<'Notice'>
export type MailId = Id<'Mail'>
export type SubscriberId = Id<'Subscriber'>
export type BroadcastId = Id<'Broadcast'>
export type ContactTaskId = Id<'ContactTask'>
export type HeldBatchId = Id<'HeldBatch'>
export type LongExtensionId = Id<'LongExtension'>
export type ApiKeyId = Id<'ApiKey'>
export type WebhookEndpointId = Id<'WebhookEndpoint'>
export type RequestBatchId = Id<'RequestBatch'>
/** Ids of the status half are public: 12 lower-case letters or digits, as in Statuspage's API. */
export type ComponentId = Id<'Component'>
export type ComponentGroupId = Id<'ComponentGroup'>
export type IncidentId = Id<'Incident'>
export type IncidentUpdateId = Id<'IncidentUpdate'>
export type MaintenanceSeriesId = Id<'MaintenanceSeries'>
export type ProbeId = Id<'Probe'>
export type ProbeProposalId = Id<'ProbeProposal'>
export type IncidentTemplateId = Id<'IncidentTemplate'>

/** A new random UUID, branded by what it identifies. */
export const newId = <T extends Id<string>>(): T => randomUUID() as unknown as T

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A new public id: 12 random characters of `a-z0-9` (62 bits). */
export function newPublicId<T extends Id<string>>(): T {
  return Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('') as unknown as T
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** True when `value` has the form of a UUID; anything else would make PostgreSQL raise an error. */
export const isUuid = (value: string): boolean => UUID.test(value)
export const isPublicId = (value: string): boolean => /^[a-z0-9]{12}$/.test(value)
