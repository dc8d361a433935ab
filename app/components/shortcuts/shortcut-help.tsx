import { Keyboard } from 'lucide-react'
import { Button } from '#app/components/ui/button.tsx'
import { Dialog } from '#app/components/ui/dialog.tsx'
import { Kbd } from '#app/components/ui/kbd.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ShortcutHelpProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  enabled: boolean
  onToggle: () => void
  /** Each key, or keys together, with what it does. */
  keys: readonly (readonly [key: string, does: string])[]
}

/** What each key does, and the switch that turns them all off. */
export function ShortcutHelp({ open, onOpenChange, enabled, onToggle, keys }: ShortcutHelpProps) {
  const t = useTranslate()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('review:keys.title')}
      trigger={
        <Button variant="quiet" size="small" aria-label={t('review:keys.title')} className="max-md:hidden">
          <Keyboard className="size-4" aria-hidden />
          {t('review:keys.help')}
          <Kbd>?</Kbd>
        </Button>
      }
    >
      <dl className="flex flex-col gap-2.5 text-sm">
        {keys.map(([key, text]) => (
          <div key={key} className="flex items-center gap-3">
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd className="text-ink">{text}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-5 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
        <p role="status" className="text-sm text-ink-muted">
          {enabled ? '' : t('review:keys.isOff')}
        </p>
        <Button onClick={onToggle}>{enabled ? t('review:keys.off') : t('review:keys.on')}</Button>
      </div>
    </Dialog>
  )
}
