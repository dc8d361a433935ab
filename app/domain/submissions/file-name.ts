import { NAME_MAX_LENGTH } from '#app/domain/submissions/schemas.ts'

/** The ending of a name, in lower case and without its dot; empty when there is none. */
export function extensionOf(name: string): string {
  return /\.([^./\\]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

/**
 * A sender's name for a file, fit to be shown as text: the part after the last slash of either kind, without
 * control characters and without the marks that turn reading direction around (`invoice<RLO>fdp.exe`), at most
 * 120 characters with the ending kept. It is never part of a path or key. `document` when nothing is left.
 */
export function cleanFileName(given: string): string {
  const name = (given.split(/[/\\]/).at(-1) ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+/, '')
  if (!name) return 'document'
  if (name.length <= NAME_MAX_LENGTH) return name
  const extension = extensionOf(name)
  const ending = extension ? `.${name.slice(-extension.length)}` : ''
  // Not within a character that takes two units.
  const stem = name.slice(0, NAME_MAX_LENGTH - ending.length).replace(/[\ud800-\udbff]$/, '')
  return stem + ending
}
