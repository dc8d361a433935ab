import type { ViewedFile } from '#app/components/review/file-viewer.tsx'
import { Skeleton } from '#app/components/ui/skeleton.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface PageImagesProps {
  file: ViewedFile
  /** The only file: it takes the height that there is. */
  alone: boolean
  zoom: number
  /** Quarters to the right. */
  turns: number
}

/** The pages of one file below each other. Their sizes are known, so nothing moves while they load. */
export function PageImages({ file, alone, zoom, turns }: PageImagesProps) {
  const t = useTranslate()
  const lying = turns % 2 === 1
  const pages = file.pages.length
  return (
    // Focusable, so that the arrow keys scroll a zoomed page.
    <section
      aria-label={file.name}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className={`@container max-h-[80dvh] min-h-0 flex-1 overflow-auto rounded-b-lg bg-sunken ${alone ? 'lg:max-h-none' : ''}`}
    >
      <ol className="flex flex-col gap-2" style={{ width: `calc(100cqw * ${zoom})` }}>
        {file.pages.map(({ page, width, height }) => {
          const numbered = t('review:file.page', { page, pages })
          const ratio = width / height
          return (
            <li key={page}>
              {pages > 1 && (
                <p className="tabular sticky left-0 w-fit px-3 py-1 text-xs text-ink-muted">{numbered}</p>
              )}
              <div className="relative" style={{ aspectRatio: lying ? height / width : ratio }}>
                <Skeleton />
                <img
                  src={`/files/${file.id}/pages/${page}`}
                  alt={[t(`review:side.${file.side}`), file.name, ...(pages > 1 ? [numbered] : [])].join(
                    ', ',
                  )}
                  width={width}
                  height={height}
                  loading={page === 1 ? 'eager' : 'lazy'}
                  decoding="async"
                  className="absolute top-1/2 left-1/2 max-w-none"
                  style={{
                    width: lying ? `${100 * ratio}%` : '100%',
                    transform: `translate(-50%, -50%) rotate(${turns * 90}deg)`,
                  }}
                />
              </div>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
