import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { TOLD_ACTIONS, toldAction } from '#app/components/accounts/told-actions.ts'
import { accounts as english } from '#app/i18n/en/accounts.ts'
import { accounts as french } from '#app/i18n/fr/accounts.ts'

const domain = path.resolve(import.meta.dirname, '../../../app/domain')
/** What never joins an account's chain, or is left out of its story (account-timeline.ts). */
const ELSEWHERE =
  /^(component|component_group|incident|incident_template|maintenance|broadcast|subscriber|probe|api_key|policy|sweep|seal|request_batch|webhook)\.|^notice\.sent$|^(requirement\.(approved|rejected)|document\.accepted)$/

const recorded = readdirSync(domain, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    [...readFileSync(path.join(domain, file), 'utf8').matchAll(/action: '([a-z_]+\.[a-z_]+)'/g)].map(
      ([, action = '']) => action,
    ),
  )

test('every action that can join the chain of an account has words of its own', () => {
  expect(recorded.length).toBeGreaterThan(15)
  const untold = recorded.filter((action) => !ELSEWHERE.test(action) && toldAction(action, {}) === null)
  expect(untold).toEqual([])
})

test('both languages have them', () => {
  for (const { timeline } of [french, english]) {
    const keys = new Set(Object.keys(timeline).map((key) => key.replace(/_(one|other)$/, '')))
    expect(TOLD_ACTIONS.filter((action) => !keys.has(action))).toEqual([])
  }
})

test('notices are told by their kind, unknown actions as such', () => {
  expect(toldAction('notice.sent', { kind: 'reminder' })).toBe('notice_reminder')
  expect(toldAction('notice.sent', {})).toBeNull()
  expect(toldAction('moon.landed', {})).toBeNull()
})
