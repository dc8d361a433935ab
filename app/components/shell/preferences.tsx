import { useLocation, useRouteLoaderData } from '@remix-run/react'
import { Monitor, Moon, Sun } from 'lucide-react'
import { buttonClass } from '#app/components/ui/button.tsx'
import { LOCALES } from '#app/i18n/index.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export type Theme = 'light' | 'dark' | 'system'

/** What the shells need of the root's data. */
export interface ShellData {
  theme: Theme
  user: null | { name: string; email: string; role: 'member' | 'officer' | 'publisher' | 'administrator' }
  provider: { name: string; supportEmail: string }
}

/** The root's data; absent on an error page whose root loader failed. */
export const useShellData = () => useRouteLoaderData('root') as ShellData | undefined

/** This page, to come back to after a choice. */
function useReturnTo(): string {
  const { pathname, search } = useLocation()
  return pathname + search
}

const ICONS = { light: Sun, dark: Moon, system: Monitor } as const
const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }

/** The other language, in its own words. A whole page load: the new texts come with it. */
function LanguageSwitch() {
  const t = useTranslate()
  const locale = useLocale()
  const returnTo = useReturnTo()
  const other = LOCALES.find((one) => one !== locale) ?? 'fr'
  return (
    <form method="post" action="/locale">
      <input type="hidden" name="returnTo" value={returnTo} />
      <button
        type="submit"
        name="locale"
        value={other}
        lang={other}
        className={buttonClass('quiet', 'small')}
      >
        {t(`language.${other}`)}
      </button>
    </form>
  )
}

/** One button through automatic, light and dark; says the present one and what pressing does. */
function ThemeSwitch() {
  const t = useTranslate()
  const theme = useShellData()?.theme ?? 'system'
  const returnTo = useReturnTo()
  const Icon = ICONS[theme]
  const next = NEXT[theme]
  return (
    <form method="post" action="/theme">
      <input type="hidden" name="returnTo" value={returnTo} />
      <button
        type="submit"
        name="theme"
        value={next}
        aria-label={t('theme.change', { current: t(`theme.${theme}`), next: t(`theme.${next}`) })}
        title={t('theme.change', { current: t(`theme.${theme}`), next: t(`theme.${next}`) })}
        className={`${buttonClass('quiet', 'small')} min-w-11 md:min-w-7`}
      >
        <Icon className="size-4" aria-hidden />
      </button>
    </form>
  )
}

/** Language and appearance, side by side. */
export const Preferences = () => (
  <div className="flex items-center gap-1">
    <LanguageSwitch />
    <ThemeSwitch />
  </div>
)
