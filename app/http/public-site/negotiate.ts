import Negotiator from 'negotiator'
import { ENCODINGS, type Encoding } from '#app/http/public-site/answer.ts'
import type { Locale } from '#app/i18n/locales.ts'

const MAX_REMEMBERED = 256

/** Browsers send the same few headers again and again: each is read once, and no flood of others stays. */
function remembering<T>(read: (header: string) => T): (header: string) => T {
  const known = new Map<string, T>()
  return (header) => {
    const before = known.get(header)
    if (before !== undefined) return before
    if (known.size >= MAX_REMEMBERED) known.clear()
    const value = read(header)
    if (header.length < 200) known.set(header, value)
    return value
  }
}

/** What decides between encodings that a client likes equally well; the package's types do not know it yet. */
interface ByPreference {
  encoding(available: readonly string[], options: { preferred: readonly string[] }): string | undefined
}

const readEncoding = remembering((header): Encoding => {
  const client = new Negotiator({ headers: { 'accept-encoding': header } }) as unknown as ByPreference
  return (client.encoding(ENCODINGS, { preferred: ENCODINGS }) as Encoding | undefined) ?? 'identity'
})

/** The best encoding that an `Accept-Encoding` allows: brotli before gzip, plain where neither is wanted. */
export const acceptedEncoding = (header: string | undefined): Encoding =>
  header === undefined ? 'identity' : readEncoding(header)

const readLanguage = remembering((header): Locale => {
  const request = { headers: { 'accept-language': header } }
  return new Negotiator(request).language(['fr', 'en']) === 'en' ? 'en' : 'fr'
})

/** The better of French and English by an `Accept-Language`'s own weights; French when it asks for neither. */
export const acceptedLanguage = (header: string | undefined): Locale =>
  header === undefined ? 'fr' : readLanguage(header)
