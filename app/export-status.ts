import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Context } from '#app/domain/context.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { readKeptStatus } from '#app/domain/snapshot/keep.ts'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import type { Answer } from '#app/http/public-site/answer.ts'
import { NOT_FOUND_PAGES } from '#app/http/public-site/page-paths.ts'
import { pageRenderer } from '#app/http/public-site/render-page.ts'
import { PublicSite } from '#app/http/public-site/site.ts'
import { LOCALES } from '#app/i18n/locales.ts'
import { loadServerBuild } from '#app/server-build.ts'

/** Names what an export wrote, so that the next one can remove what is gone. */
const MANIFEST = '.vigie-export.json'

/**
 * Writes the whole public side as files below `directory`, at their addresses, each beside its compressed forms. A
 * file is replaced in one step, so a server never reads half of one. Without a database it is what was kept last;
 * throws the database's error when nothing was.
 */
export async function exportStatus(
  ctx: Context,
  directory: string,
): Promise<{ files: number; confirmedAt: Date }> {
  const snapshot = await newestStatus(ctx)
  const render = pageRenderer({ log: ctx.log, ...ctx.settings }, await loadServerBuild())
  const site = new PublicSite({ render, log: ctx.log })
  await site.publish(snapshot, ctx.clock.now())
  const written = new Set<string>()
  for (const address of site.paths()) {
    for (const locale of LOCALES) {
      const answer = await site.find(address, () => locale)
      const file = answer && fileFor(address, answer, locale)
      if (file && !written.has(file)) {
        await writeForms(path.join(directory, file), answer)
        written.add(file)
      }
    }
  }
  await removeGone(directory, written)
  return { files: written.size, confirmedAt: snapshot.confirmedAt }
}

async function newestStatus(ctx: Context): Promise<Snapshot> {
  try {
    const confirmedAt = ctx.clock.now()
    return { status: await buildPublicStatus(ctx, confirmedAt), confirmedAt }
  } catch (error) {
    const kept = await readKeptStatus(ctx.storage)
    if (kept) return kept
    throw error
  }
}

/** `/status` is `status/index.html`; what one address says in two languages is `name.json` and `name.en.json`. */
function fileFor(address: string, { contentType, headers }: Answer, locale: string): string {
  if (contentType.startsWith('text/html')) {
    const isMissing = Object.values<string>(NOT_FOUND_PAGES).includes(address)
    return isMissing ? `${path.posix.dirname(address)}/404.html` : `${address}/index.html`
  }
  return headers.Vary && locale !== 'fr' ? address.replace(/(\.\w+)$/, `.${locale}$1`) : address
}

async function writeForms(file: string, { forms }: Answer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await replace(file, forms.identity.body)
  if (forms.br.body === forms.identity.body) return
  await replace(`${file}.br`, forms.br.body)
  await replace(`${file}.gz`, forms.gzip.body)
}

async function replace(file: string, body: Buffer | string): Promise<void> {
  await writeFile(`${file}.new`, body)
  await rename(`${file}.new`, file)
}

async function removeGone(directory: string, written: ReadonlySet<string>): Promise<void> {
  const manifest = path.join(directory, MANIFEST)
  const before = await readFile(manifest, 'utf8').then(
    (text) => JSON.parse(text) as string[],
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  for (const file of before.filter((one) => !written.has(one))) {
    for (const form of ['', '.br', '.gz']) await rm(path.join(directory, file + form), { force: true })
  }
  await replace(manifest, JSON.stringify([...written]))
}
