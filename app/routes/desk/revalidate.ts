import type { ShouldRevalidateFunction } from '@remix-run/react'

/** The slower of two publishers sees what the faster one did: a conflict loads the page's data again. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) =>
  actionStatus === 409 || defaultShouldRevalidate
