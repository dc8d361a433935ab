import { createServer } from 'node:http'

// The measure of the status page: node:http alone, sending the bytes and headers that it was given, to anybody.
interface Given {
  status: number
  headers: string[]
  body: string
}

process.once('message', ({ status, headers, body }: Given) => {
  const bytes = Buffer.from(body, 'base64')
  const server = createServer((_req, res) => {
    res.writeHead(status, headers)
    res.end(bytes)
  })
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
})
process.once('disconnect', () => process.exit(0))
