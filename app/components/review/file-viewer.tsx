import { ExternalLink, FileX, RotateCw, ZoomIn, ZoomOut } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { formatBytes } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface ViewedFile {
  id: string
  side: 'front' | 'back' | 'whole'
  name: string
  mediaType: string
  bytes: number
}

const toolClass =
  'inline-flex size-11 shrink-0 items-center justify-center rounded-md text-ink-muted hover:bg-hover hover:text-ink md:size-7'

const SHOWN_AS_IMAGE = ['image/jpeg', 'image/png', 'image/webp']

/** The files of one submission, one below the other, each shown in the page. */
export function FileViewer({ files }: { files: readonly ViewedFile[] }) {
  const t = useTranslate()
  if (files.length === 0) {
    return (
      <EmptyState icon={FileX} title={t('review:file.none')}>
        {t('review:file.noneWhy')}
      </EmptyState>
    )
  }
  return (
    <ul aria-label={t('review:file.viewer')} className="flex min-h-0 flex-1 flex-col gap-3">
      {files.map((file) => (
        <li key={file.id} className={files.length === 1 ? 'flex min-h-0 flex-1 flex-col' : 'flex flex-col'}>
          {SHOWN_AS_IMAGE.includes(file.mediaType) ? (
            <ImageFile file={file} />
          ) : (
            <FileFrame file={file}>
              {file.mediaType === 'application/pdf' ? (
                <iframe
                  src={`/files/${file.id}`}
                  title={file.name}
                  className="h-[75dvh] w-full flex-1 rounded-b-lg bg-sunken"
                />
              ) : (
                <p className="p-6 text-sm text-ink-muted">{t('review:file.cannotShow')}</p>
              )}
            </FileFrame>
          )}
        </li>
      ))}
    </ul>
  )
}

function FileFrame({ file, tools, children }: { file: ViewedFile; tools?: ReactNode; children: ReactNode }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <figure className="flex min-h-0 flex-1 flex-col rounded-lg border border-line bg-surface">
      <figcaption className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-3 py-1.5">
        <span className="flex min-w-0 items-baseline gap-2 text-sm">
          <span className="font-medium text-ink">{t(`review:side.${file.side}`)}</span>
          <span className="truncate text-ink-muted">{file.name}</span>
          <span className="tabular shrink-0 text-xs text-ink-subtle">{formatBytes(locale, file.bytes)}</span>
        </span>
        <span className="flex items-center gap-0.5">
          {tools}
          <a
            href={`/files/${file.id}`}
            target="_blank"
            rel="noreferrer"
            title={t('review:file.open')}
            className={toolClass}
          >
            <ExternalLink className="size-4" aria-hidden />
            <span className="sr-only">
              {t('review:file.open')} ({t('newWindow')})
            </span>
          </a>
        </span>
      </figcaption>
      {children}
    </figure>
  )
}

const ZOOMS = [1, 1.5, 2, 3, 4]

/** An image that fits the width, then zooms and turns; the original is never changed. */
function ImageFile({ file }: { file: ViewedFile }) {
  const t = useTranslate()
  const [step, setStep] = useState(0)
  const [turns, setTurns] = useState(0)
  const [ratio, setRatio] = useState<number | null>(null)
  const zoom = ZOOMS[step] ?? 1
  const lying = turns % 2 === 1
  const tool = (label: string, icon: ReactNode, act: () => void, disabled = false) => (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={act}
      disabled={disabled}
      className={`${toolClass} disabled:cursor-not-allowed disabled:opacity-40`}
    >
      {icon}
    </button>
  )
  return (
    <FileFrame
      file={file}
      tools={
        <>
          {tool(
            t('review:file.zoomOut'),
            <ZoomOut className="size-4" aria-hidden />,
            () => setStep(step - 1),
            step === 0,
          )}
          <span className="tabular w-10 text-center text-xs text-ink-muted" aria-live="polite">
            {zoom * 100} %
          </span>
          {tool(
            t('review:file.zoomIn'),
            <ZoomIn className="size-4" aria-hidden />,
            () => setStep(step + 1),
            step === ZOOMS.length - 1,
          )}
          {tool(t('review:file.rotate'), <RotateCw className="size-4" aria-hidden />, () =>
            setTurns((turns + 1) % 4),
          )}
        </>
      }
    >
      {/* Focusable, so that the arrow keys scroll a zoomed image. */}
      <section
        aria-label={file.name}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="@container max-h-[80dvh] min-h-0 flex-1 overflow-auto rounded-b-lg bg-sunken"
      >
        <div
          className="relative"
          style={
            ratio === null
              ? undefined
              : { width: `calc(100cqw * ${zoom})`, aspectRatio: String(lying ? 1 / ratio : ratio) }
          }
        >
          <img
            src={`/files/${file.id}`}
            alt={`${t(`review:side.${file.side}`)}, ${file.name}`}
            ref={(image) => {
              // Loaded before the script was: the event is gone.
              if (image?.complete && image.naturalWidth > 0 && ratio === null) {
                setRatio(image.naturalWidth / image.naturalHeight)
              }
            }}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setRatio(naturalWidth / naturalHeight)
            }
            className={ratio === null ? 'w-full' : 'absolute top-1/2 left-1/2 max-w-none'}
            style={
              ratio === null
                ? undefined
                : {
                    width: lying ? `${100 * ratio}%` : '100%',
                    transform: `translate(-50%, -50%) rotate(${turns * 90}deg)`,
                  }
            }
          />
        </div>
      </section>
    </FileFrame>
  )
}
