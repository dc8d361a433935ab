import { expect, it } from 'vitest'
import { CapabilitiesCard } from '#app/components/accounts/capabilities-card.tsx'
import { renderer } from '#tests/setup/render.tsx'

const shown = async (closed: boolean) => {
  const show = await renderer('fr')
  return show(<CapabilitiesCard capabilities={{ payments: [], payouts: [] }} closed={closed} editable />).text
}

it('says of a closed account that it is closed, as its merchant reads, and withholds nothing more', async () => {
  const text = await shown(true)
  expect(text.match(/Compte fermé/g)).toHaveLength(2)
  expect(text).not.toMatch(/Actifs|Suspendre/)
  expect(await shown(false)).toMatch(/Suspendre.*Actifs.*Actifs/)
})
