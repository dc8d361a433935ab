import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MerchantHome } from '#app/components/merchant/merchant-home.tsx'
import { refusedAddresses } from '#app/domain/contacts/refused-addresses.ts'
import type { ListedRequirement } from '#app/domain/due/listed-requirement.ts'
import { notFound } from '#app/domain/errors.ts'
import { readMerchantHome } from '#app/domain/home/merchant-home.ts'
import { loader as guardedLoader } from '#app/http/handlers.server.ts'
import { textIn } from '#app/i18n/bilingual.ts'

export const loader = guardedLoader('submission:send', async ({ ctx, user, locale, services, t }) => {
  const { accountId } = user.actor
  if (!accountId) throw notFound()
  const service = services.snapshot.current()?.status.capabilities ?? []
  const { answers, todo, withUs, later, done, outageRuns } = await readMerchantHome(ctx, accountId, service)
  const shown = <T extends ListedRequirement>(list: readonly T[]) =>
    list.map((one) => ({ ...one, name: textIn(locale, one, 'name') }))
  return {
    title: t('requirements:home.title'),
    accountName: user.accountName ?? '',
    supportEmail: services.provider.supportEmail,
    refusedAt: await refusedAddresses(ctx, accountId),
    outageRuns,
    answers,
    todo: shown(todo),
    withUs: shown(withUs),
    later: shown(later),
    done: shown(done),
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function HomePage() {
  return <MerchantHome {...useLoaderData<typeof loader>()} />
}
