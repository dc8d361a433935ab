import path from 'node:path'
import { z } from 'zod'
import type { Context } from '#app/domain/context.ts'
import { buildPublicStatus } from '#app/domain/snapshot/build.ts'
import { KeptStatus } from '#app/domain/snapshot/keep.ts'
import type { Snapshot } from '#app/domain/snapshot/public-status.ts'
import { ExportFolder } from '#app/export-folder.ts'
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
 * throws the database's error when nothing was, and where a folder below `directory` is a symbolic link.
 */
export async function exportStatus(
  ctx: Context,
  directory: string,
): Promise<{ files: number; confirmedAt: Date }> {
  const snapshot = await newestStatus(ctx)
  const render = pageRenderer({ log: ctx.log, ...ctx.settings }, await loadServerBuild())
  const site = new PublicSite({ render, log: ctx.log })
  await site.publish(snapshot, ctx.clock.now())
  const folder = await ExportFolder.open(directory)
  const written = new Set<string>()
  for (const address of site.paths()) {
    for (const locale of LOCALES) {
      const answer = await site.find(address, () => locale)
      const file = answer && fileFor(address, answer, locale)
      if (file && !written.has(file)) {
        await writeForms(folder, file, answer)
        written.add(file)
      }
    }
  }
  await removeGone(folder, written)
  return { files: written.size, confirmedAt: snapshot.confirmedAt }
}

async function newestStatus(ctx: Context): Promise<Snapshot> {
  try {
    const confirmedAt = ctx.clock.now()
    return { status: await buildPublicStatus(ctx, confirmedAt), confirmedAt }
  } catch (error) {
    const kept = await new KeptStatus(ctx.storage, ctx.log).read()
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

async function writeForms(folder: ExportFolder, file: string, { forms }: Answer): Promise<void> {
  await folder.replace(file, forms.identity.body)
  if (forms.br.body === forms.identity.body) return
  await folder.replace(`${file}.br`, forms.br.body)
  await folder.replace(`${file}.gz`, forms.gzip.body)
}

async function removeGone(folder: ExportFolder, written: ReadonlySet<string>): Promise<void> {
  const before = filesIn((await folder.read(MANIFEST)) ?? '')
  for (const file of before.filter((one) => !written.has(one))) {
    for (const form of ['', '.br', '.gz']) await folder.remove(file + form)
  }
  await folder.replace(MANIFEST, JSON.stringify([...written]))
}

/** Addresses as `fileFor` makes them: the manifest lies where others may write, and names what is deleted. */
const ownFile = z.string().regex(/^\/(status|api\/v2)(\/[a-z0-9-]+)*(\/[a-z0-9-]+(\.[a-z]+)+)$/)

/** What the last export wrote; nothing where its manifest is missing or damaged. */
function filesIn(manifest: string): string[] {
  try {
    return z.array(ownFile).parse(JSON.parse(manifest))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return []
    throw error
  }
}
