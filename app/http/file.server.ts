import type { OpenedFile } from '#app/domain/submissions/open-file.ts'

/**
 * Nothing in a file may run, load or send anything. `sandbox` would also forbid the browser's own PDF viewer
 * (Chromium refuses plugins, its viewer among them, in a sandboxed document), so a PDF is given the rest alone:
 * no script, no request, nothing but the viewer's own styles, and frames of this site only.
 */
const CSP_SANDBOX = "sandbox; default-src 'none'"
const CSP_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"

/** Streams a file with the headers of intake.md, "Serving": shown in the page, or saved under its name. */
export function fileResponse(file: OpenedFile, purpose: 'view' | 'download'): Response {
  const inline = purpose === 'view'
  return new Response(file.body, {
    headers: {
      'Content-Type': file.mediaType,
      'Content-Length': String(file.bytes),
      'Content-Disposition': `${inline ? 'inline' : 'attachment'}; ${fileNameParameters(file.name)}`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': inline && file.mediaType === 'application/pdf' ? CSP_PDF : CSP_SANDBOX,
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'private, no-store',
      'X-Robots-Tag': 'noindex',
    },
  })
}

/** The name in plain ASCII for old clients, and whole as RFC 5987 has it. */
function fileNameParameters(name: string): string {
  const ascii = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `filename="${ascii}"; filename*=UTF-8''${encoded}`
}
