import type { UploadReply } from '#app/domain/submissions/schemas.ts'

export type SendResult =
  | { kind: 'answered'; reply: UploadReply }
  /** Nobody knows whether it arrived; sending the same form again is safe (`submit_key`). */
  | { kind: 'lost' }
  | { kind: 'stopped' }
  /** Anything but our own answer: the session ended, or the server is in trouble. */
  | { kind: 'unreadable'; status: number }

/** Posts a form with XMLHttpRequest, the only way in a browser to see how far an upload is. */
export function sendForm(
  url: string,
  form: FormData,
  { onProgress, signal }: { onProgress: (ratio: number) => void; signal: AbortSignal },
): Promise<SendResult> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('Accept', 'application/json')
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress(loaded / total)
    })
    request.addEventListener('load', () => {
      const reply = readReply(request.responseText)
      resolve(reply ? { kind: 'answered', reply } : { kind: 'unreadable', status: statusOf(request) })
    })
    request.addEventListener('error', () => resolve({ kind: 'lost' }))
    request.addEventListener('timeout', () => resolve({ kind: 'lost' }))
    request.addEventListener('abort', () => resolve({ kind: 'stopped' }))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}

/** A session that has ended answers by leading to the sign-in page, which arrives here as a 200. */
const statusOf = ({ responseURL, status }: XMLHttpRequest) =>
  new URL(responseURL || location.href).pathname === '/sign-in' ? 401 : status

function readReply(text: string): UploadReply | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'ok' in value ? (value as UploadReply) : null
  } catch {
    return null
  }
}
