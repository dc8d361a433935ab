import { Tokenizer } from 'marked'

/** How deep things may stand in one another: quotations, lists, emphasis, links. */
const MAX_DEPTH = 20
/** Ten times what the longest honest text takes. */
const MAX_WORK = 50_000

/** Thrown where a text would take more work than any that people read. */
export class TooMuchWork extends Error {}

type Links = Parameters<Tokenizer['reflink']>[1]

interface Found {
  readonly raw: string
}

/**
 * Reads one text and gives up on it by a count, never by a clock or by what the stack holds: a stored text looks the
 * same each time. Counted in characters: what stands in something is read once more, and a sign that finds no
 * partner has looked through all that follows. A text of ten thousand characters could take a thousand times longer
 * than another one by either.
 */
export class BoundedTokenizer extends Tokenizer {
  #depth = 0
  #work = 0
  /** Whether the text to be read begins with an underscore inside a word, which looks for no partner. */
  #isInWord = false

  // No table may stand in a text, and a short one can name millions of cells.
  override table = () => undefined

  override blockquote = (src: string) => this.#within(() => super.blockquote(src))
  override list = (src: string) => this.#within(() => super.list(src))
  override link = (src: string) => this.#within(() => super.link(src))
  override reflink = (src: string, links: Links) => this.#within(() => super.reflink(src, links))
  override emStrong = (src: string, masked: string, before = '') => {
    this.#isInWord = /^_+[^\s_]/.test(src) && /[\p{L}\p{N}]$/u.test(before)
    return this.#within(() => super.emStrong(src, masked, before))
  }
  override del = (src: string, masked: string, before?: string) =>
    this.#within(() => super.del(src, masked, before))

  override inlineText(src: string) {
    if (/^[*_~`]/.test(src) && !(this.#isInWord && src.startsWith('_'))) this.#spend(src.length)
    return super.inlineText(src)
  }

  #within<T extends Found>(read: () => T | undefined): T | undefined {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw new TooMuchWork()
    const found = read()
    this.#depth -= 1
    if (found) this.#spend(found.raw.length)
    return found
  }

  #spend(characters: number): void {
    this.#work += characters
    if (this.#work > MAX_WORK) throw new TooMuchWork()
  }
}
