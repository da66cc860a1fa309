import { createServer } from 'node:net';
import { LaunchError } from '../errors.js';

/**
 * Why nobody can listen on a port now, as the system's code (`EADDRINUSE` when it is busy, `EACCES` …);
 * undefined when it is free.
 */
export function portProblem(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}

/** The sentence for an embedded server whose port is taken. */
export function busyPort(server: string, port: number): LaunchError {
  return new LaunchError(`Port ${port} is busy, so ${server} cannot start: stop what uses it and start again.`);
}
