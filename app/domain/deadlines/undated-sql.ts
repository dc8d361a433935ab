/** SQL: whether no clock of the requirement `q` has started, and none is to. */
export const isUndated = (q: string) => `(${q}.clock_from is null and not exists (
  select from clock_entries c where c.requirement_id = ${q}.id and c.kind in ('started', 'set')))`
