import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import express, { type RequestHandler } from 'express'

const root = path.dirname(import.meta.dirname)

/** Of the program, as package.json has it. */
export const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  version: string
}

/** The built pages of the application. Made by `npm run build`. */
export const loadServerBuild = (): Promise<ServerBuild> =>
  import(path.join(root, 'build/server/index.js')) as Promise<ServerBuild>

/** The browser's part of the build: hashed files, which never change under one name. */
export function builtAssets(): RequestHandler {
  const client = path.join(root, 'build/client')
  const assets = express.Router()
  assets.use(
    '/assets',
    express.static(path.join(client, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }),
  )
  assets.use(express.static(client, { maxAge: '1h', index: false }))
  return assets
}
