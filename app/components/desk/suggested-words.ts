import type { FormEvent } from 'react'
import type { Bilingual } from '#app/i18n/bilingual.ts'

/** What can be said at a stage, for whoever has no words now. */
export type Suggestions = Readonly<Record<string, Bilingual>>

const bodiesOf = (form: HTMLFormElement | null) =>
  (['fr', 'en'] as const).flatMap((language) => {
    const text = form?.elements.namedItem(language === 'fr' ? 'bodyFr' : 'bodyEn')
    return text instanceof HTMLTextAreaElement ? [{ text, language }] : []
  })

const isOwn = ({ value }: HTMLTextAreaElement, suggestions: Suggestions) =>
  value.trim() !== '' && !Object.values(suggestions).some(({ fr, en }) => value === fr || value === en)

function write(text: HTMLTextAreaElement, words: string): void {
  text.value = words
  text.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Offers the words of a stage that was just chosen, where nobody has written any of their own. */
export function suggest(change: FormEvent<HTMLElement>, suggestions: Suggestions): void {
  const { form, value } = change.target as HTMLInputElement
  const texts = bodiesOf(form)
  if (texts.some(({ text }) => isOwn(text, suggestions))) return
  for (const { text, language } of texts) write(text, suggestions[value]?.[language] ?? '')
}

/** Takes an untouched offer out of the other language once this one has words of its own: it could contradict them. */
export function keepOneVoice(typing: FormEvent<HTMLElement>, suggestions: Suggestions): void {
  const typed = typing.target
  if (!(typed instanceof HTMLTextAreaElement) || !isOwn(typed, suggestions)) return
  for (const { text } of bodiesOf(typed.form)) {
    if (text !== typed && text.value !== '' && !isOwn(text, suggestions)) write(text, '')
  }
}
