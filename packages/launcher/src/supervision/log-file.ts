import { mkdirSync } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Report } from '../report.js';

/** Puts the log of an earlier start aside as `<file>.previous` and makes its folder. */
export async function freshLog(file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  await rename(file, `${file}.previous`).catch(() => {});
}

/** Bytes in the log so far; 0 when there is none. */
export async function logSize(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

/** The last `count` lines written to the log after byte `from`, shortened for a console. */
export async function lastLines(file: string, from: number, count = 8): Promise<string[]> {
  const text = await read(file, Math.max(from, (await logSize(file)) - 64_000));
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).map(readable);
}

/**
 * Tells `report` about each new error (`error`, `fatal`) in a log of pino lines, the same one once a minute at most.
 * Returns what ends it.
 */
export function reportErrors(name: string, file: string, report: Report): () => void {
  const lastTold = new Map<string, number>();
  let position = 0;
  let busy = false;
  const look = async () => {
    if (busy) return;
    busy = true;
    const text = await read(file, position);
    const complete = text.slice(0, text.lastIndexOf('\n') + 1);
    position += Buffer.byteLength(complete);
    for (const line of complete.split('\n')) {
      if (!/"level":("error"|"fatal"|50|60)[,}]/.test(line)) continue;
      const told = readable(line);
      if (Date.now() - (lastTold.get(told) ?? 0) < 60_000) continue;
      lastTold.set(told, Date.now());
      report(`${name} reports ${told}`);
    }
    busy = false;
  };
  const timer = setInterval(() => void look(), 1_000);
  timer.unref();
  return () => clearInterval(timer);
}

async function read(file: string, from: number): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.max(0, Math.min(size - from, 4_000_000)));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A pino line as `event: message`; any other line as it is. */
function readable(line: string): string {
  const shortened = (text: string) => (text.length > 300 ? `${text.slice(0, 300)} …` : text);
  if (!line.startsWith('{')) return shortened(line);
  try {
    const { msg, problem, err } = JSON.parse(line) as { msg?: string; problem?: string; err?: { message?: string } };
    const detail = problem ?? err?.message;
    return shortened([msg, detail].filter(Boolean).join(': ') || line);
  } catch {
    return shortened(line);
  }
}
