/**
 * How Node runs a worker. Its batches leave much behind that is dead at once: swept up after 4 MB instead of 16, that
 * takes a fifth off the memory of the process and costs no time that could be measured.
 */
export const WORKER_FLAGS = ['--max-semi-space-size=4']
