/** SQL: accounts `a` in the order of their names, accents aside. */
export const BY_NAME = `search_key(a.name) collate "C", a.id`

/** SQL: those behind the account `:after` in that order; all of them for null. */
export const behind = (after: string | null | undefined) =>
  after
    ? `(${BY_NAME}) > (select search_key(name) collate "C", id from accounts where id = cast(:after as uuid))`
    : 'true'
