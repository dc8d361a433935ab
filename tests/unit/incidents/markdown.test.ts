import { describe, expect, it } from 'vitest'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import { openIncidentSchema } from '#app/domain/incidents/schemas.ts'

describe('Markdown of updates', () => {
  it('becomes clean HTML and plain text', () => {
    const { html, text } = renderMarkdown(
      '**Cartes** acceptées.\n\n- un & deux\n- [détail](https://vigie.test/a)',
    )
    expect(html).toContain('<strong>Cartes</strong> acceptées.')
    expect(html).toContain('<a href="https://vigie.test/a" rel="nofollow noopener">détail</a>')
    expect(text).toContain('Cartes acceptées.')
    expect(text).toContain('- un & deux')
    expect(text).toContain('- détail (https://vigie.test/a)')
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[clic](javascript:alert(1))',
    '[clic](JaVaScRiPt:alert(1))',
    '[clic](data:text/html;base64,PHNjcmlwdD4=)',
    '<a href="java\nscript:alert(1)">clic</a>',
    '<svg onload=alert(1)><iframe src="//evil.test"></iframe>',
    '<p style="position:fixed" onclick="alert(1)">x</p>',
    '[clic](//evil.test)',
  ])('lets nothing run: %s', (source) => {
    const { html } = renderMarkdown(source)
    expect(html).not.toMatch(/script|onerror|onload|onclick|iframe|svg|img|style|data:|evil/i)
  })

  it('shows code as text', () => {
    const { html, text } = renderMarkdown('`<b>`')
    expect(html).toBe('<p><code>&lt;b&gt;</code></p>')
    expect(text).toBe('<b>')
  })
})

describe('the form of an incident', () => {
  const valid = { bodyFr: 'Texte', nameFr: 'Panne', notify: true }
  const accepts = (fields: object) => openIncidentSchema.safeParse({ ...valid, ...fields }).success

  it('takes emoji and right-to-left names', () => {
    expect(accepts({ nameFr: '🚨 Paiements 👩‍💻' })).toBe(true)
    expect(accepts({ nameFr: 'المدفوعات بالبطاقة' })).toBe(true)
  })

  it('refuses names that could break a header', () => {
    expect(accepts({ nameFr: 'Panne\r\nBcc: tous@exemple.fr' })).toBe(false)
    expect(accepts({ nameFr: 'Panne\u0000' })).toBe(false)
    expect(accepts({ nameFr: 'Panne\u2028suite' })).toBe(false)
  })

  it('takes texts up to 10,000 characters', () => {
    expect(accepts({ bodyFr: 'x'.repeat(10_000) })).toBe(true)
    expect(accepts({ bodyFr: 'x'.repeat(10_001) })).toBe(false)
    expect(accepts({ bodyFr: 'x'.repeat(1024 * 1024) })).toBe(false)
  })

  it('takes names up to 200 characters', () => {
    expect(accepts({ nameFr: 'x'.repeat(200) })).toBe(true)
    expect(accepts({ nameFr: 'x'.repeat(201) })).toBe(false)
  })

  it('refuses unknown fields, statuses and ids', () => {
    expect(accepts({ accountId: 'x' })).toBe(false)
    expect(accepts({ status: 'resolved' })).toBe(false)
    expect(accepts({ components: [{ id: '../../etc', status: 'operational' }] })).toBe(false)
  })
})
