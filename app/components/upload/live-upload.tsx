import { useEffect, useState } from 'react'
import { Alert } from '#app/components/ui/alert.tsx'
import { Button } from '#app/components/ui/button.tsx'
import { RadioGroup } from '#app/components/ui/radio-group.tsx'
import { ChosenFiles } from '#app/components/upload/chosen-files.tsx'
import { FilePicker } from '#app/components/upload/file-picker.tsx'
import type { TakenField, UploadFormProps } from '#app/components/upload/upload-form.tsx'
import { useUpload } from '#app/components/upload/use-upload.ts'
import type { Side } from '#app/domain/submissions/schemas.ts'
import { formatPercent } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

type Way = 'sides' | 'whole'

interface LiveUploadProps extends UploadFormProps {
  /** The fields of the plain form that was there before the script. */
  taken: readonly TakenField[]
}

/** The upload with a script: several files, dropped, pasted or photographed, with how far each one is. */
export function LiveUpload({ requirementId, submitKey, sides, onDone, taken }: LiveUploadProps) {
  const t = useTranslate()
  const upload = useUpload({ url: `/requirements/${requirementId}/files`, submitKey, onDone })
  const [way, setWay] = useState<Way>(sides === 2 ? 'sides' : 'whole')
  const [takenTimes, setTakenTimes] = useState(0)
  const sending = upload.phase !== 'choosing'
  const wanted = upload.files.filter(({ side }) => (side === 'whole') === (way === 'whole'))
  const has = (side: Side) => wanted.some((one) => one.side === side)
  const complete = way === 'whole' ? has('whole') : has('front') && has('back')
  const faulty = wanted.some(({ problem }) => problem !== null)
  const missing: Side = way === 'whole' ? 'whole' : has('front') ? 'back' : 'front'

  useTakenFiles(taken, (side, files) => {
    upload.add(side, files)
    setWay(side === 'whole' ? 'whole' : 'sides')
    setTakenTimes((times) => times + 1)
  })
  usePastedFiles((files) => !sending && upload.add(missing, files))

  return (
    <div className="flex flex-col gap-4">
      {sides === 2 && (
        <div onChange={({ target }) => setWay((target as HTMLInputElement).value as Way)}>
          <RadioGroup
            legend={t('files:way.legend')}
            name="way"
            // Chosen anew where files that were taken over are of the other way.
            key={takenTimes}
            defaultValue={way}
            options={[
              { value: 'sides', label: t('files:way.sides'), disabled: sending },
              { value: 'whole', label: t('files:way.whole'), disabled: sending },
            ]}
          />
        </div>
      )}
      {way === 'whole' ? (
        <FilePicker disabled={sending} onFiles={(files) => upload.add('whole', files)} />
      ) : (
        <div className="grid gap-3 sm:grid-cols-2">
          {(['front', 'back'] as const).map((side) => (
            <FilePicker
              key={side}
              label={t(`files:side.${side}`)}
              disabled={sending}
              onFiles={(files) => upload.add(side, files)}
            />
          ))}
        </div>
      )}
      {upload.message && <Alert tone="critical">{upload.message}</Alert>}
      {wanted.length > 0 && (
        <ChosenFiles files={wanted} sending={sending} withSides={sides === 2} onRemove={upload.remove} />
      )}
      <Announcement files={wanted} sending={upload.phase === 'sending'} />
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          size="large"
          className="max-sm:flex-1"
          disabled={!complete || faulty}
          pending={sending}
          onClick={() => void upload.send(wanted)}
        >
          {upload.message && !faulty
            ? t('files:retry')
            : wanted.length > 0
              ? t('files:sendCount', { count: wanted.length })
              : t('files:send')}
        </Button>
        {upload.phase === 'sending' && (
          <Button size="large" onClick={upload.stop}>
            {t('files:stop')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Says to a screen reader how far the sending is, in steps of ten percent. */
function Announcement({
  files,
  sending,
}: {
  files: readonly { file: File; sent: number }[]
  sending: boolean
}) {
  const t = useTranslate()
  const locale = useLocale()
  const total = files.reduce((sum, { file }) => sum + file.size, 0)
  const sent = files.reduce((sum, one) => sum + one.file.size * one.sent, 0)
  const tenths = total > 0 ? Math.floor((sent / total) * 10) / 10 : 0
  return (
    <p className="sr-only" aria-live="polite">
      {sending && t('files:sending', { percent: formatPercent(locale, tenths) })}
    </p>
  )
}

/**
 * What the fields hold when they give way, and what is chosen in them later: a dialog that is open belongs to its field,
 * which hears of the choice although it is no longer on the page.
 */
function useTakenFiles(taken: readonly TakenField[], onFiles: (side: Side, files: File[]) => void) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: taken over once, when the plain form gives way
  useEffect(() => {
    const leave = taken.map(({ side, input }) => {
      const take = () => {
        const files = [...(input.files ?? [])]
        if (files.length > 0) onFiles(side, files)
      }
      take()
      input.addEventListener('change', take)
      return () => input.removeEventListener('change', take)
    })
    return () => {
      for (const each of leave) each()
    }
  }, [])
}

/** Pictures and files pasted anywhere on the page. */
function usePastedFiles(onFiles: (files: File[]) => void) {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length > 0) onFiles(files)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  })
}
