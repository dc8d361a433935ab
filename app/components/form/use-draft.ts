import { useActionData, useLocation, useNavigation } from '@remix-run/react'
import { useCallback, useEffect, useState } from 'react'
import { useShellData } from '#app/components/shell/preferences.tsx'

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** What a person types or ticks. Hidden fields belong to the page, secrets to nobody's memory. */
const isTyped = (element: Element): element is Control =>
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement ||
  (element instanceof HTMLInputElement && !['hidden', 'password', 'file', 'submit'].includes(element.type))

const isTicked = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')

/** By name, and by value too where several share one: what was typed, or whether it was ticked. */
type Draft = Record<string, string | boolean>

const keyOf = (control: Control) => (isTicked(control) ? `${control.name}=${control.value}` : control.name)

const controlsOf = (form: HTMLFormElement) => [...form.elements].filter(isTyped)

const read = (form: HTMLFormElement): Draft =>
  Object.fromEntries(
    controlsOf(form).map((control) => [keyOf(control), isTicked(control) ? control.checked : control.value]),
  )

function fill(form: HTMLFormElement, draft: Draft): void {
  for (const control of controlsOf(form)) {
    const kept = draft[keyOf(control)]
    if (typeof kept === 'boolean' && isTicked(control)) control.checked = kept
    else if (typeof kept === 'string') control.value = kept
  }
  form.dispatchEvent(new Event('input', { bubbles: true }))
}

/**
 * Keeps what is typed into a form in this tab, for this user and address, and puts it back when the page comes again
 * before it was sent with success: after a session that ended, a crash, a link pressed by mistake. A form that leads
 * to another address than its own, or to a place on it, was a success.
 */
export function useDraft(formId: string) {
  const email = useShellData()?.user?.email
  const { pathname, search } = useLocation()
  const { state, formMethod, location: next } = useNavigation()
  const wasRefused = useActionData() !== undefined
  const [isRestored, setRestored] = useState(false)
  const place = `vigie-draft ${email} ${pathname}${search}`

  // biome-ignore lint/correctness/useExhaustiveDependencies: a refused form comes back with its own values
  useEffect(() => {
    const form = document.getElementById(formId)
    const kept = wasRefused ? null : sessionStorage.getItem(place)
    if (!kept || !(form instanceof HTMLFormElement)) return
    fill(form, JSON.parse(kept) as Draft)
    setRestored(true)
  }, [formId, place])

  useEffect(() => {
    if (state !== 'loading' || formMethod !== 'POST' || !next || next.pathname === '/sign-in') return
    const isSameForm = next.pathname === pathname && next.search === search && next.hash === ''
    if (!isSameForm) sessionStorage.removeItem(place)
  }, [state, formMethod, next, pathname, search, place])

  const keep = useCallback(
    (form: HTMLFormElement) => sessionStorage.setItem(place, JSON.stringify(read(form))),
    [place],
  )
  const discard = useCallback(() => {
    sessionStorage.removeItem(place)
    const form = document.getElementById(formId)
    if (form instanceof HTMLFormElement) form.reset()
    setRestored(false)
  }, [formId, place])
  return { isRestored, keep, discard }
}
