import { spawn } from 'node:child_process';

/** Ties a process to this one. */
export interface Leash {
  /** Lets go: the process may outlive this one (or has ended). */
  release(): void;
}

/**
 * Ends the process `pid` when this process ends in any way, SIGKILL included: SIGTERM first, SIGKILL after 5 s; then
 * removes its `temporaryFolder`, if it has one.
 *
 * A small shell waits on a pipe that only this process holds; the kernel closes the pipe whatever happened.
 */
export function leash(pid: number, temporaryFolder = ''): Leash {
  const watcher = spawn('sh', ['-c', watch, 'leash', String(pid), temporaryFolder], {
    // Out of our process group: Ctrl-C in a terminal must reach the launcher alone.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.on('error', () => {});
  watcher.stdin.on('error', () => {});
  watcher.unref();
  if ('unref' in watcher.stdin && typeof watcher.stdin.unref === 'function') watcher.stdin.unref();
  return { release: () => void watcher.stdin.end('released\n') };
}

const watch = `
if read -r word; then exit 0; fi
kill -TERM "$1" 2>/dev/null
tries=0
while kill -0 "$1" 2>/dev/null && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -KILL "$1" 2>/dev/null
if [ -n "$2" ]; then rm -rf -- "$2"; fi
exit 0
`;
