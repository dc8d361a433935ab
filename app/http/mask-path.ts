/** Path without query, with every part that could be a token cut to four characters: what a log may hold. */
export function maskPath(url: string): string {
  const path = url.split('?', 1)[0] ?? ''
  return path.replace(/[\w-]{40,}/g, (token) => `${token.slice(0, 4)}…`)
}
