/** What an entry of an account's story is about; also how it can be narrowed. */
export const TIMELINE_KINDS = [
  'documents',
  'deadlines',
  'notices',
  'restrictions',
  'members',
  'access',
] as const
export type TimelineKind = (typeof TIMELINE_KINDS)[number]

/** Comings and goings: told only when asked for, since they would drown the rest. */
export const FOLDED_KIND: TimelineKind = 'access'

const KIND_OF_NOUN: Record<string, TimelineKind> = {
  requirement: 'documents',
  submission: 'documents',
  document: 'documents',
  notice: 'notices',
  restriction: 'restrictions',
  user: 'members',
  password: 'members',
  account: 'members',
  session: 'access',
  link: 'access',
  file: 'access',
}

/** The nouns of actions of one kind; `deadlines` is told from `documents` by the verb. */
export const nounsOf = (kind: TimelineKind): string[] =>
  Object.keys(KIND_OF_NOUN).filter((noun) => KIND_OF_NOUN[noun] === kind)

/** The kind of an action `noun.verb`; what this version does not know counts among the documents. */
export function kindOf(action: string): TimelineKind {
  if (action.startsWith('requirement.clock_') || action === 'requirement.dated') return 'deadlines'
  return KIND_OF_NOUN[action.split('.', 1)[0] ?? ''] ?? 'documents'
}

/**
 * Entries that say again what another entry of the same change tells better: a pause or resumption stands beside an
 * answer or decision, each requirement and document beside the decision on a submission, the check of files beside
 * their arrival.
 */
export const ECHOES = [
  'requirement.clock_paused',
  'requirement.clock_resumed',
  'requirement.approved',
  'requirement.rejected',
  'document.accepted',
  'submission.taken_in',
]
