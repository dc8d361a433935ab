import type { Request, RequestHandler } from 'express'
import { plainError } from '#app/http/plain-error.ts'

/** The Fetch standard forbids them; Remix throws on them. */
const FORBIDDEN_METHODS = new Set(['TRACE', 'TRACK', 'CONNECT'])

/**
 * Refuses what names nothing, before a router or the database throws on it: a path that is no valid UTF-8, a NUL
 * anywhere in the address (PostgreSQL keeps none), a host or port that cannot be, a method that none may use.
 */
export const refuseUnreadable: RequestHandler = (req, res, next) => {
  if (FORBIDDEN_METHODS.has(req.method)) {
    plainError(res, 405, 'Méthode refusée. / This method is not allowed.')
  } else if (!isReadable(req)) plainError(res, 400, 'Adresse incorrecte. / This address is not valid.')
  else next()
}

function isReadable(req: Request): boolean {
  if (/%00/.test(req.originalUrl) || !URL.canParse(addressOf(req))) return false
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
