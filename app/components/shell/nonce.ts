import { createContext, useContext } from 'react'

/** The nonce that this answer's Content-Security-Policy lets scripts run with. Empty in the browser, which hides it. */
export const NonceContext = createContext('')

export const useNonce = () => useContext(NonceContext) || undefined
