import { buildIfStale } from '#local/build.ts'

/** Browser tests see the application as it is shipped. */
export default async function setup(): Promise<void> {
  await buildIfStale()
}
