import packed from '@sparticuz/chromium'

/**
 * How to launch the Chromium of the npm package: nothing is downloaded, and root may run it. Not with the package's
 * own list of arguments: that is for one page in one process, with the same-origin rules switched off; a second
 * person's cookies get lost in it.
 */
export async function chromiumOptions(): Promise<{ executablePath: string; args: string[] }> {
  return {
    executablePath: await packed.executablePath(),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'],
  }
}
