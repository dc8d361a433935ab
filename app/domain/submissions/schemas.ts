import type { MediaType } from '#db/models/requirements.ts'

export type { PreviewFault } from '#db/models/requirements.ts'

const MB = 1024 * 1024

/** intake.md, "Limits". Safe for the browser: the page says them before anything is sent. */
export const MAX_FILE_BYTES = 10 * MB
export const MAX_FILES = 10
export const MAX_SUBMISSION_BYTES = 50 * MB
export const NAME_MAX_LENGTH = 120
export const UPLOADS_PER_HOUR = 30

/** What may be sent, by the ending that a name of it has. */
export const TYPE_BY_EXTENSION: Readonly<Record<string, MediaType>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heif',
}

/** For the `accept` of a file input. Endings too: some phones know no media type for HEIC. */
export const ACCEPT = [...new Set(Object.values(TYPE_BY_EXTENSION)), '.heic', '.heif'].join(',')

/** Why one file was not taken. Texts: i18n `files:refusal`. */
export type FileRefusalCode = 'empty' | 'tooLarge' | 'typeNotAllowed' | 'typeMismatch' | 'damaged'

/** Which part of a document a file shows; also the name of its field in the form. */
export type Side = 'front' | 'back' | 'whole'
export const isSide = (name: string): name is Side => name === 'front' || name === 'back' || name === 'whole'

/** What the page is told of an upload, in the reader's language. */
export type UploadReply =
  | { ok: true; submissionId: string }
  /** `position`: which file of the form, from 0; `text`: what to do about it. */
  | { ok: false; message: string; files: { position: number; name: string; text: string }[] }
