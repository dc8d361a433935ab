import { Row } from '#db/model.ts'

export type Validity =
  | { rule: 'until_changed' | 'none' | 'printed_expiry' }
  | { rule: 'max_age_months'; months: number }

export class DocumentType extends Row {
  static override tableName = 'documentTypes'
  static override idColumn = 'code'
  static override jsonAttributes = ['validity']
  declare code: string
  declare nameFr: string
  declare nameEn: string
  declare descriptionFr: string
  declare descriptionEn: string
  declare legalGroundFr: string
  declare legalGroundEn: string
  declare about: 'account' | 'company' | 'person'
  declare validity: Validity
  declare sides: 1 | 2
  declare position: number
  declare retired: boolean
}

export type RequirementStatus =
  | 'requested'
  | 'submitted'
  | 'in_review'
  | 'approved'
  | 'rejected'
  | 'waived'
  | 'cancelled'

export class Requirement extends Row {
  static override tableName = 'requirements'
  static override jsonAttributes = ['why']
  declare id: string
  declare accountId: string
  declare documentType: string
  declare subject: string
  declare message: string
  declare status: RequirementStatus
  declare version: number
  declare requestedBy: string | null
  declare requestedAt: Date
  declare closedAt: Date | null
  declare closingReason: string | null
  /** It ended since its account was closed. */
  declare closedWithAccount: boolean
  declare deadlineAt: Date | null
  /** Why it is asked although a document was accepted before; null for the first. */
  declare why: WhyAgain | null
  /** `YYYY-MM-DD`: when its clock is to start, with `clockDays` days. */
  declare clockFrom: string | null
  declare clockDays: number | null
  /** Of the policy that asked by itself or gave the days; null where an officer chose both. */
  declare policyVersion: number | null
}

/** Why a document that was accepted no longer serves. `on`: the day, `YYYY-MM-DD`, after which it does not. */
export type WhyAgain =
  | { kind: 'expiry'; documentId: string; on: string; policyVersion: number }
  /** `since`: the day of the last look, from which the years count. */
  | { kind: 'review'; documentId: string; on: string; since: string; years: number; policyVersion: number }
  /** An officer's sentence; empty where the message of the request says it. */
  | { kind: 'officer'; documentId: string | null; words: string }

export class ClockEntry extends Row {
  static override tableName = 'clockEntries'
  static override jsonAttributes = ['outage']
  declare id: number
  declare requirementId: string
  declare kind: 'started' | 'paused' | 'resumed' | 'extended' | 'set'
  declare at: Date
  declare days: number | null
  declare date: string | null
  declare cause: string
  declare actorId: string | null
  /** Of an extension by the fair clock: the incident or maintenance, and its moments that the clock ran through. */
  declare incidentId: string | null
  declare outage: { from: string; until: string }[] | null
}

export class Submission extends Row {
  static override tableName = 'submissions'
  declare id: string
  declare requirementId: string
  declare accountId: string
  declare status: 'submitted' | 'in_review' | 'approved' | 'rejected' | 'superseded'
  declare version: number
  declare submittedBy: string
  declare submittedAt: Date
  declare submitKey: string
}

export type MediaType =
  | 'application/pdf'
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'image/heic'
  | 'image/heif'

export class SubmissionFile extends Row {
  static override tableName = 'submissionFiles'
  declare id: string
  declare submissionId: string
  declare position: number
  declare side: 'front' | 'back' | 'whole'
  declare originalName: string
  declare mediaType: MediaType
  declare bytes: number
  declare sha256: string
  declare storageKey: string
  declare state: 'quarantined' | 'kept' | 'refused'
  declare previewFault: PreviewFault | null
  declare createdAt: Date
}

/** Why there are no page images of a file. */
export type PreviewFault = 'corrupt' | 'password_protected' | 'too_large' | 'timeout'

/** The image of one page of a file, from 1. */
export class SubmissionFilePage extends Row {
  static override tableName = 'submissionFilePages'
  static override idColumn = ['fileId', 'page']
  declare fileId: string
  declare page: number
  declare storageKey: string
  declare width: number
  declare height: number
}

export class Decision extends Row {
  static override tableName = 'decisions'
  declare id: string
  declare submissionId: string
  declare decision: 'approved' | 'rejected'
  declare reasonCodes: string[]
  declare note: string
  declare decidedBy: string
  declare decidedAt: Date
}

/** Accepted evidence. Called `AcceptedDocument` because `Document` is the browser's. */
export class AcceptedDocument extends Row {
  static override tableName = 'documents'
  declare id: string
  declare accountId: string
  declare submissionId: string
  declare documentType: string
  declare subject: string
  declare issuedOn: string | null
  declare expiresOn: string | null
  declare acceptedAt: Date
  /** A document accepted later that ends no earlier; kept by the database. */
  declare outlivedBy: string | null
}
