import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

test('the style sheet of the public pages knows every file that they are made of', () => {
  const sources = [...read('app/styles/status.css').matchAll(/@source "\.\.\/(.+)";/g)].flatMap(
    ([, pattern]) => withoutBraces(`app/${pattern}`),
  )
  const made = new Set(sources.filter((file) => file.startsWith('app/routes/')))
  // A set that grows while it is walked through: what a file imports is looked at as well. Of the shell only what is
  // named stands on them.
  for (const file of made) {
    for (const [, imported = ''] of read(file).matchAll(
      /from '#(app\/(?:components\/(?:status|ui)|routes)\/[\w./-]+\.tsx?)'/g,
    )) {
      made.add(imported)
    }
  }
  const styled = [...made].filter((file) => /\bclassName\b/.test(read(file)))
  expect(styled.length).toBeGreaterThan(10)
  expect(styled.filter((file) => !sources.includes(file))).toEqual([])
})

function withoutBraces(pattern: string): string[] {
  const [, before, names, after] = /^(.*)\{(.*)\}(.*)$/.exec(pattern) ?? []
  return names ? names.split(',').map((name) => `${before}${name}${after}`) : [pattern]
}
