/**
 * The LIKE pattern that finds any part of a name, SIREN or email. A SIREN may be typed in groups
 * ("732 829 320"); LIKE's own signs are searched for as such. For `accounts.search` wrap it in search_key() in SQL.
 */
export function searchPattern(search: string): string {
  const typed = search.trim().replace(/\s+/g, ' ')
  const term = /^[\d ]+$/.test(typed) ? typed.replaceAll(' ', '') : typed
  return `%${term.replace(/[\\%_]/g, '\\$&')}%`
}
