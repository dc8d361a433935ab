import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NETWORKS } from '#app/domain/broadcasts/schemas.ts'
import { type PostMessage, writePost } from '#app/domain/broadcasts/write-post.ts'

const URL = 'https://status.vigie.fr/status/incidents/abcdefghijkl'
const message: PostMessage = {
  state: 'Cause identifiée',
  name: 'Paiements refusés',
  components: ['Paiements par carte'],
  text: 'Un paiement sur dix est refusé.',
  url: URL,
}

describe('a post', () => {
  it('says state, component, text and link', () => {
    expect(writePost('x', message)).toEqual({
      text: `Cause identifiée – Paiements par carte\n\nUn paiement sur dix est refusé.\n\n${URL}`,
      // 16 + 3 + 19, two empty lines (2 + 2), 31 of text, and 23 for the link.
      length: 96,
      maxLength: 280,
      isCut: false,
    })
  })

  it('names the incident where no component is touched', () => {
    expect(writePost('mastodon', { ...message, components: [] }).text).toContain('– Paiements refusés\n')
  })

  it('names as many components as leave room for the text', () => {
    const components = Array.from({ length: 30 }, (_, index) => `Composant numéro ${index + 1}`)
    const { text } = writePost('x', { ...message, components })
    expect(text).toMatch(/– Composant numéro 1, Composant numéro 2, [^+]+ \+2\d\n/)
    expect(text).toContain(message.text)
  })

  it('counts an emoji and a Chinese character as two on X, as one elsewhere', () => {
    const short = { ...message, text: '' }
    const more = (network: 'x' | 'mastodon' | 'bluesky', text: string) =>
      writePost(network, { ...short, text }).length - writePost(network, short).length - 2
    expect([more('x', '👨‍👩‍👧'), more('x', '支付')]).toEqual([2, 4])
    expect([more('mastodon', '👨‍👩‍👧'), more('mastodon', '支付')]).toEqual([1, 2])
    expect([more('bluesky', '👨‍👩‍👧'), more('bluesky', '支付')]).toEqual([1, 2])
  })

  it('counts links in the text as 23 on Mastodon, with the full stop after them beside', () => {
    const long = `https://vigie.fr/${'a'.repeat(100)}`
    const of = (text: string) => writePost('mastodon', { ...message, text }).length
    expect(of(`Voir ${long}.`) - of('Voir ')).toBe(23 + 1 + 1)
  })

  it.each(NETWORKS)('ends on %s exactly at the limit, and one letter more cuts the last word', (network) => {
    const empty = writePost(network, { ...message, text: '' })
    const room = empty.maxLength - empty.length - 2
    const full = `${'mot '.repeat(Math.floor(room / 4))}${'x'.repeat(room % 4)}`.trim().padEnd(room, 'y')
    const fits = writePost(network, { ...message, text: full })
    expect(fits).toMatchObject({ length: fits.maxLength, isCut: false })
    const cut = writePost(network, { ...message, text: `${full}z` })
    expect(cut.isCut).toBe(true)
    expect(cut.text).toMatch(/ mot…\n\nhttps/)
    expect(cut.length).toBeLessThanOrEqual(cut.maxLength)
  })

  it('cuts a single endless word by its letters, never through an emoji', () => {
    const { text, length } = writePost('bluesky', { ...message, text: '👨‍👩‍👧'.repeat(400) })
    expect(length).toBeLessThanOrEqual(300)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3_000)
    expect(text).toMatch(/👨‍👩‍👧…\n/)
  })

  it('keeps state, subject and link whatever is written', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => `C${text.trim()}`)
    fc.assert(
      fc.property(
        fc.constantFrom(...NETWORKS),
        fc.array(name, { maxLength: 12 }),
        fc.string({ unit: 'grapheme', maxLength: 2_000 }),
        (network, components, text) => {
          const post = writePost(network, { ...message, components, text })
          expect(post.length).toBeLessThanOrEqual(post.maxLength)
          expect(Buffer.byteLength(post.text)).toBeLessThanOrEqual(3_000)
          expect(post.text.startsWith(`Cause identifiée – ${components[0] ?? message.name}`)).toBe(true)
          expect(post.text.endsWith(`\n\n${URL}`)).toBe(true)
        },
      ),
    )
  })

  it('cuts a name too long for any post', () => {
    const post = writePost('x', { ...message, components: ['支付'.repeat(120)] })
    expect(post.length).toBeLessThanOrEqual(280)
    expect(post.text.endsWith(URL)).toBe(true)
  })
})
