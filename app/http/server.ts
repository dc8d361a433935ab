import { randomBytes, randomUUID } from 'node:crypto'
import { createRequestHandler } from '@remix-run/express'
import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { refuseEarly } from '#app/http/early-refusal.ts'
import { healthRoutes, type Probe } from '#app/http/health.ts'
import type { Services } from '#app/http/load-context.ts'
import { maskPath } from '#app/http/mask-path.ts'
import { plainError } from '#app/http/plain-error.ts'
import { dropRest, endEmptyBody, refuseUnreadable, takeAbsoluteForm } from '#app/http/readable-request.ts'
import { routeHeadersWin } from '#app/http/route-headers.ts'
import { isSameOrigin } from '#app/http/same-origin.server.ts'

export interface ServerOptions {
  services: Services
  log: Logger
  trustedProxies: number
  /** Version of the program, for /healthz. */
  version: string
  /** What /readyz asks: each must answer, by name. */
  probes: Record<string, Probe>
  build: ServerBuild | (() => Promise<ServerBuild>)
  /** Vite's own middleware in development; built assets otherwise. */
  assets: RequestHandler
  development: boolean
}

/** The web process's request pipeline, outermost first. */
export function createServer(options: ServerOptions): Express {
  const { services, log } = options
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', options.trustedProxies)
  app.use(takeAbsoluteForm)
  app.use(requestLog(log))
  app.use(healthRoutes(services, options.version, options.probes))
  app.use(refuseUnreadable)
  app.use(securityHeaders(services.publicUrl, options.development))
  app.use(routeHeadersWin)
  app.use(compression())
  app.use(options.assets)
  app.use(keepNothing)
  app.use(refuseCrossOrigin(services.publicUrl))
  app.all(
    '*',
    dropRest,
    endEmptyBody,
    createRequestHandler({
      build: options.build,
      mode: options.development ? 'development' : 'production',
      getLoadContext: (req, res): AppLoadContext => ({
        services,
        requestId: String(req.id),
        cspNonce: res.locals.cspNonce as string,
        address: req.ip ?? '',
      }),
    }),
  )
  app.use(lastResort(log))
  return app
}

/** One line per request. Links that open something by themselves are masked; no cookie, no body, no query. */
function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: (_req, res) => {
      const id = randomUUID()
      res.setHeader('X-Request-Id', id)
      return id
    },
    serializers: {
      req: (req: { id: string; method: string; url: string }) => ({
        id: req.id,
        method: req.method,
        path: maskPath(req.url),
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
    customLogLevel: (_req, res, error) => (error || res.statusCode >= 500 ? 'error' : 'info'),
  })
}

/** Pages hold what is nobody else's business: no cache keeps one, unless its route says so itself. */
const keepNothing: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
}

/** Remix throws on a foreign origin before any route is asked; this says it in words instead. */
function refuseCrossOrigin(publicUrl: string): RequestHandler {
  return (req, res, next) => {
    const header = (name: string) => req.get(name) ?? null
    if (isSameOrigin({ method: req.method, header, host: req.get('host') ?? '' }, publicUrl)) next()
    else refuseEarly(req, res, 'crossOrigin')
  }
}

function securityHeaders(publicUrl: string, development: boolean): RequestHandler {
  const https = publicUrl.startsWith('https:')
  const strict = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        connectSrc: development ? ["'self'", 'ws:'] : ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        frameSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'self'"],
        scriptSrc: ["'self'", (_req, res) => `'nonce-${(res as Response).locals.cspNonce}'`],
        styleSrc: ["'self'", "'unsafe-inline'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
  return (req, res, next) => {
    res.locals.cspNonce = randomBytes(16).toString('base64')
    strict(req, res, next)
  }
}

/** What no route mapped: said in plain words with its reference. What is our own fault is written to the log whole. */
const lastResort =
  (log: Logger): ErrorRequestHandler =>
  (error, req, res, next) => {
    const status = typeof error?.status === 'number' && error.status < 500 ? error.status : 500
    if (status === 500) log.error({ err: error, requestId: req.id }, 'request failed')
    if (res.headersSent) next(error)
    else if (status === 500) refuseEarly(req, res, 'unexpected')
    else plainError(res, status, 'Introuvable. / Not found.')
  }
