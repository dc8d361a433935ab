/**
 * Names an open requirement within its account, as Stripe names a field that is due: the type, and for whom where it
 * is about a person. No type holds a colon, so the first one parts the two.
 */
export const requirementKey = ({ documentType, subject }: { documentType: string; subject: string }) =>
  subject === '' ? documentType : `${documentType}:${subject}`
