import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGraderClient, type GraderClient } from '../src/client.js';
import type { GraderLog } from '../src/log.js';
import { createGrader, type Grader, type GraderOptions } from '../src/server.js';

/** A real grader on a socket of its own, a client for it, and the events it logged, with their reasons. */
export interface GraderUnderTest {
  grader: Grader;
  client: GraderClient;
  socketPath: string;
  events: string[];
  stop(): Promise<void>;
}

export async function startGrader(options: Partial<GraderOptions> = {}): Promise<GraderUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'grader-'));
  const socketPath = join(folder, 'grader.sock');
  const events: string[] = [];
  // A test machine may be slow: only the tests about deadlines choose a short one.
  const settings = { interpreters: 1, deadlineMs: 30_000, ...options };
  const grader = await createGrader({ socketPath, log: recordingLog(events), ...settings });
  await grader.listen();
  const client = createGraderClient({ socketPath, timeoutMs: 40_000 });
  return {
    grader,
    client,
    socketPath,
    events,
    async stop() {
      await client.close();
      await grader.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function recordingLog(events: string[]): GraderLog {
  const record = (fields: object, event: string) =>
    void events.push('reason' in fields ? `${event}: ${fields.reason}` : event);
  return { info: record, warn: record, error: record };
}
