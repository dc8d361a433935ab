import { describe, expect, test } from 'vitest'
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
