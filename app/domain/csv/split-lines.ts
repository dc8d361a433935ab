/**
 * The lines of a stream, as many at a time as a piece of it completes, as bytes in Latin-1 text, which loses
 * nothing: what is no UTF-8 is then found cell by cell. Of a line longer than `maxBytes` only so much and one byte
 * more is kept.
 */
export async function* splitLines(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<string[]> {
  let open = ''
  for await (const chunk of source) {
    const [end = '', ...next] = Buffer.from(chunk).toString('latin1').split('\n')
    if (open.length <= maxBytes) open += end.slice(0, maxBytes + 1)
    if (next.length === 0) continue
    const last = next.pop() ?? ''
    yield [open, ...next].map((text) => text.slice(0, maxBytes + 1).replace(/\r$/, ''))
    open = last.slice(0, maxBytes + 1)
  }
  yield [open.replace(/\r$/, '')]
}
