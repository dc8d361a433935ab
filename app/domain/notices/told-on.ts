/**
 * SQL: whether an account had its digest of a day already: one request or reminder. OFFSET 0: looked up account by
 * account. While digests are being written nobody knows yet how many have that day, and a join would compare each
 * account with all of them.
 */
export const toldOn = (accountId: string, day: string) => `exists (select from notices n
  where n.account_id = ${accountId} and n.day = ${day} and n.kind in ('requested', 'reminder') offset 0)`
