import type { RequestHandler } from 'express'

/** Headers that every answer carries, and that a route may need to set otherwise for its own. */
const REPLACED = new Set([
  'cache-control',
  'content-security-policy',
  'cross-origin-resource-policy',
  'referrer-policy',
  'x-content-type-options',
])

/**
 * Remix appends the headers of a route to those that are there. Two content security policies would both hold,
 * so that a file could not be shown in a frame: what a route says itself replaces ours.
 */
export const routeHeadersWin: RequestHandler = (_req, res, next) => {
  const append = res.append.bind(res)
  res.append = (name, value) =>
    REPLACED.has(name.toLowerCase()) ? res.set(name, value) : append(name, value)
  next()
}
