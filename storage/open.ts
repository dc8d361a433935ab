import { resolve } from 'node:path'
import type { Storage } from './contract.ts'
import { fileStorage } from './file.ts'
import { s3Storage } from './s3.ts'

/**
 * The store that STORAGE_URL names: `file:DIR` (relative to the working folder) or
 * `s3://BUCKET?endpoint=…&region=…`, both parameters optional. S3 credentials come from AWS's usual variables.
 * Touches nothing yet: `check()` tells whether the store answers. Throws TypeError for a malformed URL, which is not
 * repeated in the message.
 */
export function openStorage(storageUrl: string): Storage {
  if (/^file:./.test(storageUrl))
    return fileStorage(resolve(storageUrl.slice('file:'.length).replace(/^\/\//, '')))
  if (!URL.canParse(storageUrl)) throw malformed()
  const { protocol, username, host, pathname, searchParams } = new URL(storageUrl)
  const known = [...searchParams.keys()].every((name) => name === 'endpoint' || name === 'region')
  if (protocol !== 's3:' || !host || username || !/^\/?$/.test(pathname) || !known) throw malformed()
  const endpoint = searchParams.get('endpoint') ?? undefined
  if (endpoint !== undefined && !/^https?:\/\/./.test(endpoint)) throw malformed()
  return s3Storage({ bucket: host, endpoint, region: searchParams.get('region') ?? undefined })
}

function malformed(): TypeError {
  return new TypeError('STORAGE_URL: expected file:DIR or s3://BUCKET?endpoint=…&region=…')
}
