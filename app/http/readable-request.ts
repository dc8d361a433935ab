import type { Request, RequestHandler } from 'express'
import { refuseEarly } from '#app/http/early-refusal.ts'

/** The Fetch standard forbids them; Remix throws on them. */
const FORBIDDEN_METHODS = new Set(['TRACE', 'TRACK', 'CONNECT'])

/**
 * A proxy's way of asking, `GET https://host/path`, which a server must take too (RFC 9112, 3.2.2): from here on
 * it is the path alone. Whose host it names changes nothing, as a Host header changes nothing.
 */
export const takeAbsoluteForm: RequestHandler = (req, _res, next) => {
  if (/^https?:\/\//i.test(req.url) && URL.canParse(req.url)) {
    req.url = req.url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/')
    req.originalUrl = req.url
  }
  next()
}

/**
 * Refuses what names nothing, before a router or the database throws on it: a path that is no valid UTF-8, a NUL
 * anywhere in the address (PostgreSQL keeps none), a host or port that cannot be, a method that none may use, and the
 * data request of an older Remix, which no page of ours makes and of which Remix would warn as of our own fault.
 */
export const refuseUnreadable: RequestHandler = (req, res, next) => {
  if (FORBIDDEN_METHODS.has(req.method)) refuseEarly(req, res, 'methodForbidden')
  else if (!isReadable(req)) refuseEarly(req, res, 'unreadableAddress')
  else next()
}

function isReadable(req: Request): boolean {
  const address = URL.parse(addressOf(req))
  if (/%00/.test(req.originalUrl) || !address || address.searchParams.has('_data')) return false
  try {
    decodeURIComponent(req.path)
    return true
  } catch {
    return false
  }
}

/** The address as @remix-run/express puts it together, which throws when it is none. */
function addressOf(req: Request): string {
  const portOf = (header: string) => Number.parseInt(req.get(header)?.split(':')[1] ?? '', 10)
  const port = [portOf('x-forwarded-host'), portOf('host')].find(Number.isSafeInteger)
  return `${req.protocol}://${req.hostname}${port ? `:${port}` : ''}${req.originalUrl}`
}

/**
 * A request without a body reads as one that is already over (`optimizeEmptyRequests`), and says so no more; Remix
 * waits to be told. To stand right before it.
 */
export const endEmptyBody: RequestHandler = (req, _res, next) => {
  const isOver = req.readableEnded
  next()
  if (isOver) req.emit('end')
}

/** More than the largest upload, so that only what is none of ours is cut off. */
const MAX_REST_BYTES = 128 * 1024 * 1024

/**
 * Lets what is left of a body through unread, once its request was answered: a browser shows an answer only after it has
 * sent everything, such as the way to sign in where a session ended before an upload. Nobody else would read on, for
 * Remix has begun to.
 */
export const dropRest: RequestHandler = (req, res, next) => {
  res.once('finish', () => {
    if (req.complete || req.destroyed) return
    let left = MAX_REST_BYTES
    req.removeAllListeners('data')
    req.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) req.destroy()
    })
    req.resume()
  })
  next()
}
