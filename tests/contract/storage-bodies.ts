import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Storage, StorageErrorCode } from '#storage/contract.ts'

/** 64 KiB that differ by number. */
export function block(number: number): Uint8Array {
  return new Uint8Array(64 * 1024).fill(number % 251)
}

export function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}

export async function* blocks(count: number): AsyncGenerator<Uint8Array> {
  for (const index of range(count)) yield block(index)
}

export async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text)
}

export function sha256Of(parts: Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

export async function bytesOf(storage: Storage, key: string): Promise<Uint8Array> {
  return new Uint8Array(await new Response((await storage.get(key)).body).arrayBuffer())
}

export async function contentOf(storage: Storage, key: string): Promise<string> {
  return new TextDecoder().decode(await bytesOf(storage, key))
}

/** The facts of an object, its body let go. */
export async function opened(storage: Storage, key: string): Promise<{ bytes: number; contentType: string }> {
  const { body, bytes, contentType } = await storage.get(key)
  await body.cancel()
  return { bytes, contentType }
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

export async function keysUnder(storage: Storage, prefix: string): Promise<string[]> {
  return (await collect(storage.list(prefix))).map(({ key }) => key)
}

export async function expectCode(result: Promise<unknown>, code: StorageErrorCode): Promise<void> {
  await expect(result).rejects.toMatchObject({ name: 'StorageError', code })
}
