import { clsx } from 'clsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The place of something that is on its way. Give it the size of what will come. */
export function Skeleton({ className = 'h-4 w-full' }: { className?: string }) {
  return <div className={clsx('rounded-sm bg-hover', className)} aria-hidden />
}

/** Several lines on their way, announced once. */
export function SkeletonLines({ lines = 3 }: { lines?: number }) {
  const t = useTranslate()
  const widths = ['w-2/3', 'w-full', 'w-5/6', 'w-3/4']
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
        <Skeleton key={line} className={clsx('h-4', widths[line % widths.length])} />
      ))}
    </div>
  )
}
