import { Worker } from 'node:worker_threads'
import sharp from 'sharp'
import { decodeFile, type PageImage, PreviewError } from '#app/domain/submissions/decode-file.ts'
import type { MediaType, PreviewFault } from '#db/models/requirements.ts'

/**
 * A process that decodes one file and ends; run-decoder.ts starts it, feeds it and kills it. It is given no
 * settings and no secrets, since the file may be made to take it over.
 */
export interface DecodeOrder {
  mediaType: MediaType
  bytes: Uint8Array
  /** After this the process ends itself, also when nobody is left to kill it. */
  lastsMs: number
}

export type DecodeNews =
  | { kind: 'ready' }
  | { kind: 'page'; image: PageImage }
  | { kind: 'done' }
  | { kind: 'fault'; fault: PreviewFault; cause: string }

sharp.concurrency(1)
sharp.cache(false)

process.once('message', (order: DecodeOrder) => {
  // A thread of its own: a decoder that hangs never comes back to this one's timers.
  new Worker('setTimeout(() => process.kill(process.pid, "SIGKILL"), require("worker_threads").workerData)', {
    eval: true,
    execArgv: [],
    workerData: order.lastsMs,
  }).unref()
  void decode(order)
})
process.once('disconnect', () => process.exit())
await tell({ kind: 'ready' })

async function decode({ mediaType, bytes }: DecodeOrder): Promise<void> {
  try {
    for await (const image of decodeFile(mediaType, bytes)) await tell({ kind: 'page', image })
    await tell({ kind: 'done' })
  } catch (error) {
    // A decoder that breaks down over a file cannot read it, whatever it says.
    const fault = error instanceof PreviewError ? error.fault : 'corrupt'
    const cause = error instanceof PreviewError ? (error.cause ?? error) : error
    await tell({ kind: 'fault', fault, cause: String(cause).slice(0, 500) })
  }
}

function tell(news: DecodeNews): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(news, undefined, undefined, (error) => (error ? reject(error) : resolve()))
  })
}
