import { Outlet } from '@remix-run/react'
import { Activity, FileClock, House, UserRound } from 'lucide-react'
import { MerchantShell } from '#app/components/shell/merchant-shell.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The frame of everything that a merchant sees. */
export default function MerchantLayout() {
  const t = useTranslate()
  return (
    <MerchantShell
      nav={[
        { to: '/home', label: t('requirements:nav.home'), icon: House },
        { to: '/history', label: t('requirements:nav.history'), icon: FileClock },
        { to: '/status', label: t('requirements:nav.status'), icon: Activity },
        { to: '/settings', label: t('requirements:nav.settings'), icon: UserRound },
      ]}
    >
      <Outlet />
    </MerchantShell>
  )
}
