import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { createRequestHandler } from '@remix-run/express'
import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import express from 'express'
import type { Services } from '#app/http/load-context.ts'
import { routeHeadersWin } from '#app/http/route-headers.ts'
import * as fileRoute from '#app/routes/files/file.ts'
import * as pageRoute from '#app/routes/files/page.ts'
import * as uploadRoute from '#app/routes/merchant/upload.ts'
import type { TestFile } from '#tests/factories/submission.ts'

/** The two routes behind Remix and express, as the web process runs them, without the pages. */
export function serveUploads(services: Services): Server {
  const route = (id: string, path: string, module: object) => ({ id, path, module, parentId: undefined })
  const build = {
    entry: { module: { default: () => new Response('page'), handleError: () => undefined } },
    routes: {
      upload: route('upload', 'requirements/:requirementId/files', uploadRoute),
      file: route('file', 'files/:fileId', fileRoute),
      page: route('page', 'files/:fileId/pages/:page', pageRoute),
    },
    assets: { routes: {}, entry: { module: '', imports: [] }, url: '', version: '1' },
    future: {},
    basename: '/',
    publicPath: '/',
    assetsBuildDirectory: '',
    isSpaMode: false,
  } as unknown as ServerBuild
  const app = express()
  app.use((_req, res, next) => {
    res.set('Content-Security-Policy', "default-src 'self'")
    next()
  })
  app.use(routeHeadersWin)
  const getLoadContext = () =>
    ({ services, requestId: randomUUID(), cspNonce: '', address: '127.0.0.1' }) as AppLoadContext
  app.all('*', createRequestHandler({ build, mode: 'production', getLoadContext }))
  return createServer(app)
}

export const BOUNDARY = 'vigie-test-boundary'

/** A multipart body, byte for byte, so that it can be broken on purpose. */
export function multipart(
  files: (TestFile & { rawName?: Buffer })[],
  fields: Record<string, string> = {},
): Buffer {
  const head = (disposition: Buffer | string, type = '') =>
    Buffer.concat([
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; `),
      Buffer.from(disposition),
      Buffer.from(`${type && `\r\nContent-Type: ${type}`}\r\n\r\n`),
    ])
  const entries = Object.entries({ submit_key: randomUUID(), ...fields })
  return Buffer.concat([
    ...entries.flatMap(([name, value]) => [head(`name="${name}"`), Buffer.from(`${value}\r\n`)]),
    ...files.flatMap(({ field = 'whole', name, rawName, type, bytes }) => [
      head(
        Buffer.concat([
          Buffer.from(`name="${field}"; filename="`),
          rawName ?? Buffer.from(name.replaceAll('"', '%22')),
          Buffer.from('"'),
        ]),
        type,
      ),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ])
}
