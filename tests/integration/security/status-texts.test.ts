import { afterEach, describe, expect, test, vi } from 'vitest'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import { localTime, version } from '#app/domain/incidents/schemas.ts'
import { approveSchema } from '#app/domain/reviews/schemas.ts'

describe('a text of the status desk', () => {
  test.each(['> ', '>', '- ', '* a **b ', '[', '![[', '<b>', '_a'])(
    'never keeps the status page from being made: %j by thousands',
    (piece) => {
      const source = `${piece.repeat(Math.floor(9_990 / piece.length))}fin`
      const { html, text } = renderMarkdown(source)
      expect(html + text).toContain('fin')
      expect(html).not.toMatch(/<(script|img|svg)/i)
    },
  )

  test.each([
    `${'|'}${'a|'.repeat(1_250)}\n|${'-|'.repeat(1_250)}\n${'|\n'.repeat(2_400)}`,
    '*a_'.repeat(3_300),
    '__a**'.repeat(2_000),
    `a${'.a'.repeat(4_900)}@`,
    `[a]:${' '.repeat(9_900)}b`,
    `${'a-a'.repeat(300)}@ `.repeat(30),
    '1. '.repeat(3_300),
    '+ - '.repeat(2_450),
    `- a${'\n  a'.repeat(2_450)}`,
  ])('is short work, and stays as short as it was', (source) => {
    const { html } = renderMarkdown(source)
    expect(html.length).toBeLessThan(10 * source.length)
    expect(html).not.toMatch(/<(em|li)>/)
  })

  afterEach(() => vi.restoreAllMocks())

  /** An honest text takes up to 25,000; one quotation within the other took five million. */
  const MAX_SEARCHES = 40_000
  const words = (count: number) => 'mot '.repeat(count)
  /** Longer and fuller of form than people write. */
  const HONEST = {
    paragraphs:
      '**14:02** : les paiements échouent ([suite](https://vigie.test/a)).\n- *cause*\n- `retour`\n\n'.repeat(
        55,
      ),
    chronology: '**14:02** un pas de la chronologie, avec ce qui est arrivé\n'.repeat(170),
    identifiers: `**14:02** ${'les appels qui portent payment_intent_id ont échoué '.repeat(170)}`,
    quoted: '> **14:02** ce qui a été *dit*\n> - un point\n>   - un autre\n'.repeat(60),
  }
  const HOSTILE = {
    'one quotation in the other': `${'>'.repeat(990)}\n${words(2_200)}`,
    'one list in the other': `${'- '.repeat(480)}fin`,
    'lists ever further in': Array.from({ length: 95 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'),
    'emphasis within emphasis': `${'*a '.repeat(330)}${words(1_900)}${'a* '.repeat(330)}`,
    'emphasis that never ends': `${'*a_ '.repeat(490)}\n${words(2_100)}`,
    'signs far from one another': `a._${words(2)}`.repeat(890),
    'strong that never ends': '**a*\n'.repeat(190),
    'code that never ends': '`a ``b ```c '.repeat(160),
    'an address without end': `http://a(`.repeat(1_100),
    'images in images': `${'![ '.repeat(330)}a${'](b)'.repeat(330)}`,
  }

  /** How often a regular expression was asked anything: what a text costs, on any machine. */
  function searchesFor(source: string): number {
    const exec = vi.spyOn(RegExp.prototype, 'exec')
    renderMarkdown(source)
    const searches = exec.mock.calls.length
    exec.mockRestore()
    return searches
  }

  test.each(Object.entries(HONEST))('keeps its form, however long and full of it: %s', (_name, source) => {
    expect(searchesFor(source)).toBeLessThan(MAX_SEARCHES)
    expect(renderMarkdown(source).html).toContain('<strong>14:02</strong>')
  })

  test.each(Object.entries(HOSTILE))('costs hardly more than an honest one: %s', (_name, source) => {
    expect(searchesFor(source)).toBeLessThan(MAX_SEARCHES)
    expect(renderMarkdown(source).html).not.toMatch(/<(em|li|blockquote|a)>/)
  })

  test('looks the same wherever it is asked for', () => {
    const source = (end: string) => `${'> '.repeat(19)}*fin* ${end}`
    const deep = (left: number): string =>
      left > 0 ? deep(left - 1) : renderMarkdown(source('a')).html.replace(' a', ' b')
    expect(deep(5_000)).toBe(renderMarkdown(source('b')).html)
    expect(deep(5_000)).toContain('<em>fin</em>')
  })

  test('is remembered as long as somebody asks for it, and what nobody asks for goes first', () => {
    const text = (name: string) => `${name} ${words(2_400)}`
    const asked = renderMarkdown(text('asked'))
    const unasked = renderMarkdown(text('unasked'))
    for (let others = 0; others < 500; others++) {
      renderMarkdown(text(`other ${others}`))
      expect(renderMarkdown(text('asked'))).toBe(asked)
    }
    expect(renderMarkdown(text('other 200'))).not.toBe(unasked)
    expect(renderMarkdown(text('unasked'))).not.toBe(unasked)
  })

  test('what is too deep to be read stands as written, and still runs nothing', () => {
    const { html } = renderMarkdown(`${'> '.repeat(4_900)}\n<script>alert(1)</script>`)
    expect(html).toContain('&gt; &gt;')
    expect(html).not.toContain('<script')
  })
})

test('numbers and dates that the database cannot hold are refused by the forms', () => {
  expect(version.safeParse('2147483648').success).toBe(false)
  expect(approveSchema.safeParse({ intent: 'approve', version: 2 ** 31 }).success).toBe(false)
  expect(localTime.safeParse('0000-01-01T00:00').success).toBe(false)
})
