import { readFile } from 'node:fs/promises';

/** Of the fields of `/proc/<pid>/stat` that count time; the same on every Linux. */
const TICKS_PER_SECOND = 100;

/** User and system time so far of a process with its threads and children, in seconds. Linux only. */
export async function cpuSeconds(pid: number): Promise<number> {
  const ticks = await Promise.all(
    (await family(pid)).map(async (one) => {
      const fields = (await readFile(`/proc/${one}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
      return Number(fields[11]) + Number(fields[12]);
    }),
  );
  return ticks.reduce((sum, own) => sum + own, 0) / TICKS_PER_SECOND;
}

/** Memory that a process and its children hold at the moment, in MiB. Linux only. */
export async function residentMiB(pid: number): Promise<number> {
  const kibibytes = await Promise.all(
    (await family(pid)).map(async (one) =>
      Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${one}/status`, 'utf8'))?.[1] ?? 0),
    ),
  );
  return kibibytes.reduce((sum, own) => sum + own, 0) / 1024;
}

async function family(pid: number): Promise<number[]> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean).map(Number);
  return [pid, ...(await Promise.all(children.map(family))).flat()];
}
