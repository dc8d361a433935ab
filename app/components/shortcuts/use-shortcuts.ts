import { useCallback, useEffect, useState } from 'react'

const STORED = 'vigie-shortcuts'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role="dialog"]')

/**
 * Single keys that act on the page. Ignored while typing and with a modifier; can be switched off, which this
 * computer remembers (WCAG 2.1.4).
 */
export function useShortcuts(keys: Readonly<Record<string, () => void>>) {
  const [enabled, setEnabled] = useState(true)

  useEffect(() => setEnabled(window.localStorage.getItem(STORED) !== 'off'), [])

  useEffect(() => {
    if (!enabled) return
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const act = keys[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [enabled, keys])

  const toggle = useCallback(() => {
    setEnabled((was) => {
      window.localStorage.setItem(STORED, was ? 'off' : 'on')
      return !was
    })
  }, [])

  return { enabled, toggle }
}
