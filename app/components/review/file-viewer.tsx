import { Download, FileWarning, FileX, RotateCw, ZoomIn, ZoomOut } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { PageImages } from '#app/components/review/page-images.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import type { ReasonCode } from '#app/domain/reviews/schemas.ts'
import type { PreviewFault } from '#app/domain/submissions/schemas.ts'
import { formatBytes } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface ViewedFile {
  id: string
  side: 'front' | 'back' | 'whole'
  name: string
  bytes: number
  /** In order, from 1. */
  pages: { page: number; width: number; height: number }[]
  /** Why there are no pages. */
  previewFault: PreviewFault | null
}

const toolClass =
  'inline-flex size-11 shrink-0 items-center justify-center rounded-md text-ink-muted hover:bg-hover hover:text-ink md:size-7'

const ZOOMS = [1, 1.5, 2, 3, 4]

/** The files of one submission, one below the other, each shown as images of its pages. */
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
          {file.pages.length > 0 ? (
            <PagedFile file={file} alone={files.length === 1} />
          ) : (
            <FileFrame file={file}>
              <NoPages file={file} />
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
            href={`/files/${file.id}?download=1`}
            download
            title={t('review:file.download')}
            className={toolClass}
          >
            <Download className="size-4" aria-hidden />
            <span className="sr-only">{t('review:file.download')}</span>
          </a>
        </span>
      </figcaption>
      {children}
    </figure>
  )
}

/** What an officer would choose when the fault is the file's own. */
const SUGGESTED: Record<PreviewFault, ReasonCode> = {
  corrupt: 'corrupt',
  password_protected: 'password_protected',
  too_large: 'too_large',
  timeout: 'too_large',
}

/** Says why nothing is to be seen, and what to do. */
function NoPages({ file: { id, previewFault } }: { file: ViewedFile }) {
  const t = useTranslate()
  return (
    <div className="flex flex-col items-start gap-3 p-6 text-sm">
      <p className="flex items-start gap-2 text-ink">
        <FileWarning className="mt-0.5 size-4 shrink-0 text-ink-muted" aria-hidden />
        {previewFault ? t(`review:file.fault.${previewFault}`) : t('review:file.noPages')}
      </p>
      {previewFault && (
        <p className="text-ink-muted">
          {t('review:file.suggested', { reason: t(`reasons:internal.${SUGGESTED[previewFault]}.label`) })}
        </p>
      )}
      <a href={`/files/${id}?download=1`} download className={buttonClass('secondary', 'small')}>
        <Download className="size-4" aria-hidden />
        {t('review:file.download')}
      </a>
    </div>
  )
}

/** Pages that fit the width, then zoom and turn together; the original is never changed. */
function PagedFile({ file, alone }: { file: ViewedFile; alone: boolean }) {
  const t = useTranslate()
  const [step, setStep] = useState(0)
  const [turns, setTurns] = useState(0)
  const zoom = ZOOMS[step] ?? 1
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
      <PageImages file={file} alone={alone} zoom={zoom} turns={turns} />
    </FileFrame>
  )
}
