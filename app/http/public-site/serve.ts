import type { IncomingMessage, ServerResponse } from 'node:http'
import { decoded, hostOf, isPublic, languageOf, pathOf } from '#app/http/public-site/address.ts'
import { type Answer, type Content, isKnown, makeAnswer } from '#app/http/public-site/answer.ts'
import { jsonError } from '#app/http/public-site/documents.ts'
import { acceptedEncoding } from '#app/http/public-site/negotiate.ts'
import { NOT_FOUND_PAGES } from '#app/http/public-site/page-paths.ts'
import type { PublicSite } from '#app/http/public-site/site.ts'

/** What was answered since it was last asked, for the log: a line for each request would cost more than the answer. */
export interface Served {
  answers: number
  notModified: number
  notFound: number
}

export interface PublicServer {
  /** Answers what belongs to the public side and returns true; false: this request is somebody else's. */
  serve(req: IncomingMessage, res: ServerResponse): boolean
  /** The counts since the last call. */
  takeCounts(): Served
}

interface ServeOptions {
  /** Where the status page has a host of its own: there, nothing but the public side is found. */
  ownHost: string | null
}

/** Subscribing is the one part of the public side that keeps something: it is the router's. */
const SUBSCRIPTION = /^\/status\/(subscribe|confirm|subscription)(?=[/.?#]|$)/i
/** What a page of the subscription needs, on a host of its own. */
const BESIDE = /^\/(assets\/[^/]+|healthz|favicon\.\w+)(?=\?|$)/
/** A path that leads back: a router would take it for another one. */
const DOTS = /[/\\](\.|%2e){1,2}(?=[/\\?#]|$)/i

const METHODS = 'GET, HEAD, OPTIONS'

/** Serves the public side ahead of every router: each request is a look into a map. */
export async function publicServer(site: PublicSite, { ownHost }: ServeOptions): Promise<PublicServer> {
  const fixed = {
    noApi: await makeAnswer(jsonError(404, 'Not Found')),
    badMethod: await makeAnswer(jsonError(405, 'Method Not Allowed', { Allow: METHODS })),
    options: await makeAnswer(preflight),
    unmade: await makeAnswer(unmade),
    unreadable: await makeAnswer(unreadable),
  }
  let served: Served = { answers: 0, notModified: 0, notFound: 0 }

  function serve(req: IncomingMessage, res: ServerResponse): boolean {
    const url = req.url ?? '/'
    // Almost every request: a page or a document by its very address.
    const ready = req.method === 'GET' ? site.ready(url) : undefined
    if (ready) {
      send(req, res, 'forms' in ready ? ready : ready[languageOf(req)])
      return true
    }
    if (DOTS.test(pathOf(url))) {
      send(req, res, fixed.unreadable)
      return true
    }
    const isOwn = ownHost !== null && hostOf(req.headers.host ?? '') === ownHost
    if (!isOwn && !isPublic(url)) return false
    const { method = 'GET' } = req
    if (isOwn && BESIDE.test(url)) return false
    if (SUBSCRIPTION.test(url) && ['GET', 'HEAD', 'POST'].includes(method)) return false
    if (method === 'OPTIONS') send(req, res, fixed.options)
    else if (method !== 'GET' && method !== 'HEAD') send(req, res, fixed.badMethod)
    else {
      const path = pathOf(url)
      const found = site.find(isOwn && path === '/' ? '/status' : path, () => languageOf(req))
      if (found === undefined) send(req, res, missing(req, path))
      else if ('forms' in found) send(req, res, found)
      else void later(req, res, found)
    }
    return true
  }

  async function later(req: IncomingMessage, res: ServerResponse, answer: Promise<Answer>): Promise<void> {
    const made = await answer.catch(() => fixed.unmade)
    if (!res.destroyed) send(req, res, made)
  }

  /** Nothing is there: in words on a page, in JSON for a client. */
  function missing(req: IncomingMessage, path: string): Answer {
    served.notFound++
    if (decoded(path) === null) return fixed.unreadable
    if (/^\/+api/i.test(path)) return fixed.noApi
    // Nobody can say yet what there is.
    if (site.current() === null) return readyPage('/status')
    const locale = path.startsWith('/status/en/') ? 'en' : languageOf(req)
    return readyPage(NOT_FOUND_PAGES[locale])
  }

  function readyPage(path: string): Answer {
    const page = site.ready(path)
    return page && 'forms' in page ? page : fixed.unmade
  }

  function send(req: IncomingMessage, res: ServerResponse, answer: Answer): void {
    const form = answer.forms[acceptedEncoding(req.headers['accept-encoding'] as string | undefined)]
    const known = req.headers['if-none-match']
    if (known !== undefined && answer.status === 200 && (known === form.etag || isKnown(answer, known))) {
      served.notModified++
      res.writeHead(304, form.notModifiedHeaders as string[])
      res.end()
      return
    }
    served.answers++
    res.writeHead(answer.status, form.headers as string[])
    if (req.method === 'HEAD') res.end()
    else res.end(form.wire, 'latin1')
  }

  return {
    serve,
    takeCounts() {
      const taken = served
      served = { answers: 0, notModified: 0, notFound: 0 }
      return taken
    },
  }
}

const preflight: Content = {
  status: 204,
  contentType: 'text/plain; charset=utf-8',
  body: '',
  headers: {
    Allow: METHODS,
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': METHODS,
    'Access-Control-Max-Age': '86400',
  },
}

const unreadable: Content = {
  status: 400,
  contentType: 'text/plain; charset=utf-8',
  body: 'Adresse incorrecte. / This address is not valid.\n',
  headers: { 'Cache-Control': 'no-store' },
}

const unmade: Content = {
  status: 503,
  contentType: 'text/plain; charset=utf-8',
  body: 'Cette page ne peut pas être affichée pour le moment. / This page cannot be shown at the moment.\n',
  headers: { 'Cache-Control': 'no-store', 'Retry-After': '30' },
}
