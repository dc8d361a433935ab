import { Marked } from 'marked'
import sanitize from 'sanitize-html'
import { BoundedTokenizer, TooMuchWork } from '#app/domain/incidents/bounded-tokenizer.ts'

/** A body as written, made into clean HTML and into plain text. */
export interface RenderedText {
  readonly html: string
  readonly text: string
}

const marked = new Marked({ gfm: true, breaks: true })

/**
 * What Markdown looks for pairs of, what begins a line or an item of a list, and what an address could be made of or
 * empty space, without end. The search grows with the square of each.
 */
const SIGNS = /[*_~`[\]<>|!\n]|[-+]\s|\d[.)]\s/g
const ENDLESS = /(?<![!-~])[!-~]{1000}|(?<!\s)\s{1000}/
/** No text that people read has as many. */
const MAX_SIGNS = 1_000
/** Twice what may be written: what is kept in storage may be any text. */
const MAX_CHARACTERS = 20_000

/** What a status text may hold. Headings are all of one level: the page has its own order of headings. */
const RULES: sanitize.IOptions = {
  allowedTags: [
    'p',
    'br',
    'strong',
    'em',
    'del',
    'a',
    'ul',
    'ol',
    'li',
    'code',
    'pre',
    'blockquote',
    'h4',
    'hr',
  ],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['https', 'http', 'mailto'],
  allowProtocolRelative: false,
  transformTags: {
    ...Object.fromEntries(['h1', 'h2', 'h3', 'h5', 'h6'].map((tag) => [tag, 'h4'])),
    a: sanitize.simpleTransform('a', { rel: 'nofollow noopener' }),
  },
}

/** Of the sources remembered together: what the front page, feeds and API list is asked for at every change. */
const MAX_REMEMBERED_CHARACTERS = 4_000_000
/** The one asked for last stands last. */
const remembered = new Map<string, RenderedText>()
let characters = 0

/**
 * Markdown as clean HTML (no script, no image, no style, links to http, https and mailto alone) and as plain
 * text. What is public is made of the same texts again and again, so results are remembered; those that nobody asked
 * for longest are forgotten first. What cannot be read as Markdown stands there as it was written: one text must not
 * take the whole status page away, which is made from all of them.
 */
export function renderMarkdown(source: string): RenderedText {
  const known = remembered.get(source)
  if (known) {
    remembered.delete(source)
    remembered.set(source, known)
    return known
  }
  const html = sanitize(parsed(source) ?? asWritten(source), RULES).trim()
  const rendered = { html, text: plainText(html) }
  remembered.set(source, rendered)
  characters += source.length
  for (const oldest of remembered.keys()) {
    if (characters <= MAX_REMEMBERED_CHARACTERS) break
    remembered.delete(oldest)
    characters -= oldest.length
  }
  return rendered
}

/** Whether it is read as Markdown; what is not stands there as it was written. The same at any time. */
export const isReadable = (source: string): boolean => parsed(source) !== null

/** As HTML that nobody has cleaned; null for what is full of signs or depths without end. */
function parsed(source: string): string | null {
  if (source.length > MAX_CHARACTERS || ENDLESS.test(source)) return null
  if ((source.match(SIGNS)?.length ?? 0) > MAX_SIGNS) return null
  try {
    return marked.parse(source, { async: false, tokenizer: new BoundedTokenizer() })
  } catch (error) {
    if (error instanceof TooMuchWork) return null
    throw error
  }
}

function asWritten(source: string): string {
  const escaped = source.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return `<p>${escaped.replaceAll('\n', '<br>')}</p>`
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** Clean HTML as text: blocks by lines, a link with its address. */
function plainText(html: string): string {
  return html
    .replace(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/gs, (_, href: string, label: string) =>
      label === href ? label : `${label} (${href})`,
    )
    .replace(/<li>/g, '- ')
    .replace(/<br \/>/g, '\n')
    .replace(/<\/(p|h4|ul|ol|pre|blockquote)>\n?/g, '\n\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
