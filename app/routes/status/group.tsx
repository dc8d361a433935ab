import { data, type HeadersFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { BackToStatus } from '#app/components/status/back-to-status.tsx'
import { ComponentRows, UptimeRule } from '#app/components/status/component-list.tsx'
import { Turn } from '#app/components/status/turn.tsx'
import { UnknownState } from '#app/components/status/unknown-state.tsx'
import { notFound } from '#app/domain/errors.ts'
import { ALL_COMPONENTS, COMPONENTS_PER_PAGE, WITHOUT_GROUP } from '#app/domain/snapshot/group-pages.ts'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { publicHeaders, publicLoader } from '#app/http/public-handlers.server.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { groupPath } from '#app/i18n/status-path.ts'
import { translator } from '#app/i18n/translate.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { Bars } from '#app/routes/status/bars.server.ts'
import { publicHead } from '#app/routes/status/head.server.ts'
import { headMeta } from '#app/routes/status/head.ts'
import { groupsOf } from '#app/routes/status/view.server.ts'

/** The components of one group, of none, or all of them, a hundred a page, each with its 90 days. */
export const loader = publicLoader((args) => {
  const { snapshot, locale, params, provider } = args
  const group = snapshot && groupPage(snapshot.status, locale, params)
  const name = group?.name ?? translator(locale)('status:title')
  return data(
    {
      head: publicHead(args, {
        title: name,
        description: translator(locale)('status:head.group', { provider: provider.name, group: name }),
        rest: `/groups/${params.id}${group && group.page > 1 ? `/${group.page}` : ''}`,
      }),
      group,
    },
    { status: snapshot ? 200 : 503, headers: publicHeaders(snapshot) },
  )
})

function groupPage(
  status: PublicStatus,
  locale: Locale,
  { id, page = '1' }: Readonly<Record<string, string | undefined>>,
) {
  const t = translator(locale)
  const found =
    id === ALL_COMPONENTS
      ? { id, name: t('status:page.allComponents'), members: status.components }
      : groupsOf(status, locale).find((group) => group.id === id)
  const number = /^[1-9]\d{0,4}$/.test(page) ? Number(page) : 0
  const pages = Math.max(1, Math.ceil((found?.members.length ?? 0) / COMPONENTS_PER_PAGE))
  if (!found || number === 0 || number > pages) throw notFound()
  const bars = new Bars(status, locale)
  const to = (wished: number) => (wished < 1 || wished > pages ? null : groupPath(found.id, locale, wished))
  return {
    name: found.id === WITHOUT_GROUP ? t('status:page.otherComponents') : (found.name ?? ''),
    page: number,
    pages,
    previous: to(number - 1),
    next: to(number + 1),
    components: found.members
      .slice((number - 1) * COMPONENTS_PER_PAGE, number * COMPONENTS_PER_PAGE)
      .map((component) => bars.component(component)),
  }
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders
export const meta = headMeta

export default function GroupPage() {
  const t = useTranslate()
  const { group } = useLoaderData<typeof loader>()
  if (!group) return <UnknownState />
  const { name, page, pages, previous, next, components } = group
  return (
    <>
      <header className="flex flex-col items-start gap-3">
        <BackToStatus />
        <h1 className="max-w-full text-2xl font-semibold tracking-tight break-words text-ink">
          <bdi>{name}</bdi>
        </h1>
        {pages > 1 && <p className="text-ink-muted">{t('status:page.pageOf', { page, pages })}</p>}
      </header>
      <ComponentRows components={components} />
      <UptimeRule />
      <Turn
        name={name}
        back={{ href: previous, words: t('status:page.previousPage') }}
        on={{ href: next, words: t('status:page.nextPage') }}
      />
    </>
  )
}
