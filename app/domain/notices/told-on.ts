/** SQL: whether an account had its digest of a day already: one request or reminder. */
export const toldOn = (accountId: string, day: string) => `exists (select from notices n
  where n.account_id = ${accountId} and n.day = ${day} and n.kind in ('requested', 'reminder'))`
