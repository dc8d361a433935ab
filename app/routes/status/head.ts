import type { MetaDescriptor } from '@remix-run/node'

/** What machines are told of a page. */
export interface Head {
  readonly title: string
  /** Null while no state is known. */
  readonly known: null | {
    readonly description: string
    readonly siteName: string
    readonly locale: 'fr' | 'en'
    readonly url: string
    readonly languages: Readonly<Record<'fr' | 'en', string>>
    /** A `data:` address. */
    readonly icon: string
    readonly atom: Feed
    readonly rss: Feed
    readonly calendar: Feed
  }
}

interface Feed {
  readonly href: string
  readonly title: string
}

/** The head of a public page as Remix's `meta`; for a refused page, which has no data, nothing. */
export const headMeta = ({ data }: { data?: { readonly head: Head } }): MetaDescriptor[] | undefined =>
  data && headTags(data.head)

function headTags({ title, known }: Head): MetaDescriptor[] {
  if (!known) return [{ title }]
  const { description, siteName, locale, url, languages, icon, atom, rss, calendar } = known
  const link = (rel: string, fields: Record<string, string>): MetaDescriptor => ({
    tagName: 'link',
    rel,
    ...fields,
  })
  return [
    { title },
    { name: 'description', content: description },
    { property: 'og:title', content: title },
    { property: 'og:description', content: description },
    { property: 'og:type', content: 'website' },
    { property: 'og:site_name', content: siteName },
    { property: 'og:url', content: url },
    { property: 'og:locale', content: locale === 'fr' ? 'fr_FR' : 'en_GB' },
    link('icon', { href: icon }),
    link('canonical', { href: url }),
    link('alternate', { hrefLang: 'fr', href: languages.fr }),
    link('alternate', { hrefLang: 'en', href: languages.en }),
    link('alternate', { hrefLang: 'x-default', href: languages.fr }),
    link('alternate', { type: 'application/atom+xml', ...atom }),
    link('alternate', { type: 'application/rss+xml', ...rss }),
    link('alternate', { type: 'text/calendar', ...calendar }),
  ]
}
