import { readdir, readFile } from 'node:fs/promises';

/**
 * Time on a processor so far of a process with its threads and children, in seconds; to the nanosecond, as long as none of them
 * ends. Linux only.
 */
export async function cpuSeconds(pid: number): Promise<number> {
  const times = await Promise.all(
    (await family(pid)).map(async (one) => {
      const threads = await readdir(`/proc/${one}/task`);
      return Promise.all(threads.map((thread) => readFile(`/proc/${one}/task/${thread}/schedstat`, 'utf8')));
    }),
  );
  return times.flat().reduce((sum, line) => sum + Number(line.split(' ')[0]), 0) / 1e9;
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
