import { useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'

const EVERY_SECONDS = 2
const EVERY_SECONDS_WITHOUT_SCRIPT = 5

/** Loads the page's data again while `active`, and not while the tab is out of sight. */
export function RefreshWhile({ active }: { active: boolean }) {
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (!active || state !== 'idle') return
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') revalidate()
    }, EVERY_SECONDS * 1000)
    document.addEventListener('visibilitychange', revalidate)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', revalidate)
    }
  }, [active, revalidate, state])
  if (!active) return null
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(EVERY_SECONDS_WITHOUT_SCRIPT)} />
    </noscript>
  )
}
