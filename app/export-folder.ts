import { lstat, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * The folder of an export, in which others may write too: a web server's, often. What is written, read or removed lies
 * really below it and never behind a symbolic link, so nobody who can write there can have the export write elsewhere
 * with its own rights. The folder itself may be a link, for whoever runs the command has named it.
 */
export class ExportFolder {
  private constructor(readonly root: string) {}

  /** Made when missing. */
  static async open(directory: string): Promise<ExportFolder> {
    await mkdir(directory, { recursive: true })
    return new ExportFolder(await realpath(directory))
  }

  /** Replaces a file in one step, so that a server never reads half of one. A link of its name is replaced as such. */
  async replace(file: string, body: Buffer | string): Promise<void> {
    const target = path.join(await this.#folderOf(file), path.basename(file))
    const draft = `${target}.new`
    // What a killed export left, or a link that somebody laid there.
    await rm(draft, { force: true })
    await writeFile(draft, body, { flag: 'wx' })
    await rename(draft, target)
  }

  /** Removes a file, or the link of its name; nothing where there is neither. */
  async remove(file: string): Promise<void> {
    await rm(path.join(await this.#folderOf(file), path.basename(file)), { force: true })
  }

  /** The text of a file; null where there is none, or something else of its name. */
  async read(file: string): Promise<string | null> {
    const target = path.join(await this.#folderOf(file), path.basename(file))
    const found = await lstat(target).catch(orNull('ENOENT'))
    return found?.isFile() ? readFile(target, 'utf8') : null
  }

  /** The folder of a file, made when missing. Throws where a part of its path is a link, or no folder. */
  async #folderOf(file: string): Promise<string> {
    let folder = this.root
    for (const name of path.dirname(file).split('/').filter(Boolean)) {
      folder = path.join(folder, name)
      await mkdir(folder).catch(orNull('EEXIST'))
      if (!(await lstat(folder)).isDirectory())
        throw new Error(`${folder} is no folder of its own: the export follows no symbolic links`)
    }
    return folder
  }
}

/** Swallows the one error that is expected. */
const orNull =
  (code: string) =>
  (error: NodeJS.ErrnoException): null => {
    if (error.code === code) return null
    throw error
  }
