import { Link } from '@remix-run/react'
import { LogOut } from 'lucide-react'
import { useShellData } from '#app/components/shell/preferences.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** Who is signed in, and the way out: a POST, so that no link of others can sign anybody out. */
export function SignOut() {
  const t = useTranslate()
  return (
    <form method="post" action="/sign-out" className="print:hidden">
      <button type="submit" className={buttonClass('quiet', 'small')}>
        <LogOut className="size-4" aria-hidden />
        {t('user.signOut')}
      </button>
    </form>
  )
}

export function UserLine() {
  const t = useTranslate()
  const user = useShellData()?.user
  if (!user) return null
  return (
    <Link
      to="/settings"
      className="flex min-h-11 min-w-0 flex-col justify-center rounded-sm text-sm leading-5 hover:underline md:min-h-0"
    >
      <span className="block truncate font-medium text-ink">{user.name}</span>
      <span className="block truncate text-xs text-ink-muted" title={user.email}>
        {t(`role.${user.role}`)}
      </span>
    </Link>
  )
}
