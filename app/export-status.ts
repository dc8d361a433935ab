import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
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
  for (const file of (await filesIn(manifest)).filter((one) => !written.has(one))) {
    for (const form of ['', '.br', '.gz']) await rm(path.join(directory, file + form), { force: true })
  }
  await replace(manifest, JSON.stringify([...written]))
}

/** Addresses as `fileFor` makes them: the manifest lies where others may write, and names what is deleted. */
const ownFile = z.string().regex(/^\/(status|api\/v2)(\/[a-z0-9-]+)*(\/[a-z0-9-]+(\.[a-z]+)+)$/)

/** What the last export wrote; nothing where its manifest is missing or damaged. */
async function filesIn(manifest: string): Promise<string[]> {
  try {
    return z.array(ownFile).parse(JSON.parse(await readFile(manifest, 'utf8')))
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || name === 'SyntaxError' || error instanceof z.ZodError) return []
    throw error
  }
}
