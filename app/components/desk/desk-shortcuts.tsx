import { useNavigate } from '@remix-run/react'
import { useMemo, useState } from 'react'
import { ShortcutHelp } from '#app/components/shortcuts/shortcut-help.tsx'
import { useShortcuts } from '#app/components/shortcuts/use-shortcuts.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The links of the page's lists that `j` and `k` go through. */
const LINES = 'a[data-line]'

function focusLine(by: 1 | -1): void {
  const lines = [...document.querySelectorAll<HTMLElement>(LINES)]
  const here = lines.indexOf(document.activeElement as HTMLElement)
  const next = here === -1 ? (by === 1 ? 0 : lines.length - 1) : here + by
  lines[next]?.focus()
}

/** The keys of the status desk, and the button that explains them. */
export function DeskShortcuts() {
  const t = useTranslate()
  const navigate = useNavigate()
  const [help, setHelp] = useState(false)
  const keys = useMemo(
    () => ({
      n: () => navigate('/desk/incidents/new'),
      m: () => navigate('/desk/maintenances/new'),
      t: () => navigate('/desk/templates'),
      j: () => focusLine(1),
      k: () => focusLine(-1),
      '?': () => setHelp(true),
    }),
    [navigate],
  )
  const { enabled, toggle } = useShortcuts(keys)
  return (
    <ShortcutHelp
      open={help}
      onOpenChange={setHelp}
      enabled={enabled}
      onToggle={toggle}
      keys={[
        ['n', t('incidents:keys.newIncident')],
        ['m', t('incidents:keys.newMaintenance')],
        ['t', t('incidents:keys.templates')],
        ['j', t('incidents:keys.next')],
        ['k', t('incidents:keys.previous')],
        ['Enter', t('incidents:keys.open')],
        ['Ctrl / ⌘ + Enter', t('incidents:keys.publish')],
        ['?', t('incidents:keys.show')],
      ]}
    />
  )
}
