import { useRef, useState } from 'react'
import { type SendResult, sendForm } from '#app/components/upload/send-form.ts'
import {
  type FileRefusalCode,
  MAX_FILE_BYTES,
  MAX_FILES,
  MAX_SUBMISSION_BYTES,
  type Side,
  TYPE_BY_EXTENSION,
} from '#app/domain/submissions/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** A file that the merchant has chosen and not yet sent. */
export interface Chosen {
  key: number
  side: Side
  file: File
  /** What is wrong with it and what to do, in words. */
  problem: string | null
  /** From 0 to 1. */
  sent: number
}

type Phase = 'choosing' | 'sending' | 'done'

interface UploadOptions {
  url: string
  submitKey: string
  onDone: () => void
}

/** What can be told before sending; the server decides by content. */
function localProblem(file: File): FileRefusalCode | null {
  if (file.size === 0) return 'empty'
  if (file.size > MAX_FILE_BYTES) return 'tooLarge'
  const extension = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase()
  return extension && !(extension in TYPE_BY_EXTENSION) ? 'typeNotAllowed' : null
}

/** The files of one answer on their way: choose, send, watch, stop, mend, send again. Files are never lost. */
export function useUpload({ url, submitKey, onDone }: UploadOptions) {
  const t = useTranslate()
  const [files, setFiles] = useState<readonly Chosen[]>([])
  const [phase, setPhase] = useState<Phase>('choosing')
  const [message, setMessage] = useState<string | null>(null)
  const nextKey = useRef(0)
  const sending = useRef<AbortController | null>(null)
  // Kept while the same files are tried again: an answer that got lost on its way is then not recorded twice.
  const [key] = useState(submitKey)

  function add(side: Side, added: Iterable<File>) {
    const chosen = [...added].map((file) => {
      const code = localProblem(file)
      nextKey.current += 1
      return { key: nextKey.current, side, file, problem: code && t(`files:refusal.${code}`), sent: 0 }
    })
    setMessage(null)
    setFiles((before) => [...before, ...chosen])
  }

  function remove(fileKey: number) {
    setMessage(null)
    setFiles((before) => before.filter((one) => one.key !== fileKey))
  }

  async function send(wanted: readonly Chosen[]) {
    const refusal = limitPassed(wanted)
    if (refusal) return setMessage(refusal)
    const form = new FormData()
    form.append('submit_key', key)
    for (const { side, file } of wanted) form.append(side, file, file.name)
    sending.current = new AbortController()
    setPhase('sending')
    setMessage(null)
    const { signal } = sending.current
    const result = await sendForm(url, form, { signal, onProgress: (ratio) => setFiles(spread(ratio)) })
    settle(wanted, result)
  }

  function limitPassed(wanted: readonly Chosen[]): string | null {
    if (wanted.length > MAX_FILES) return t('errors:upload.tooManyFiles', { maximum: MAX_FILES })
    const total = wanted.reduce((sum, { file }) => sum + file.size, 0)
    if (total <= MAX_SUBMISSION_BYTES) return null
    return t('errors:upload.totalTooLarge', { maximum: MAX_SUBMISSION_BYTES / 1024 / 1024 })
  }

  function settle(wanted: readonly Chosen[], result: SendResult) {
    if (result.kind === 'answered' && result.reply.ok) {
      setPhase('done')
      onDone()
      return
    }
    setPhase('choosing')
    const problems = new Map<number, string>()
    if (result.kind === 'answered' && !result.reply.ok) {
      for (const { position, text } of result.reply.files) problems.set(wanted[position]?.key ?? -1, text)
    }
    setFiles((before) =>
      before.map((one) => ({ ...one, sent: 0, problem: problems.get(one.key) ?? one.problem })),
    )
    setMessage(failureText(result))
  }

  function failureText(result: SendResult): string {
    switch (result.kind) {
      case 'answered':
        return result.reply.ok ? t('files:done') : result.reply.message
      case 'lost':
        return t('files:connectionLost')
      case 'stopped':
        return t('files:stopped')
      case 'unreadable':
        return result.status === 401 ? t('errors:page.401.text') : t('errors:unexpected')
    }
  }

  return { files, phase, message, add, remove, send, stop: () => sending.current?.abort() }
}

/** One request carries the files one after the other, so how far it is tells how far each of them is. */
function spread(ratio: number) {
  return (files: readonly Chosen[]): readonly Chosen[] => {
    let left = ratio * files.reduce((sum, { file }) => sum + file.size, 0)
    return files.map((one) => {
      const sent = one.file.size === 0 ? 1 : Math.min(1, Math.max(0, left / one.file.size))
      left -= one.file.size
      return { ...one, sent }
    })
  }
}
