/** The one of `names` that `wanted` was most likely meant to be: at most a third of its letters differ. Null when none is near. */
export function nearName(wanted: string, names: Iterable<string>): string | null {
  let nearest: string | null = null;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    if (name === wanted || Math.abs(name.length - wanted.length) >= least) continue;
    const distance = plain(name) === plain(wanted) ? 0.5 : editDistance(wanted, name);
    if (distance < least) [nearest, least] = [name, distance];
  }
  return nearest;
}

/** The names a program uses, texts and comments included: too many rather than too few. */
export function namesIn(source: string): Set<string> {
  return new Set(source.slice(0, 20_000).match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\p{M}_]/gu, '')
    .toLowerCase();
}

/** Letters put in, left out, replaced or swapped with their neighbour. */
function editDistance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      let best = Math.min((last[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, replaced);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    [beforeLast, last] = [last, current];
  }
  return last[other.length] ?? 0;
}
