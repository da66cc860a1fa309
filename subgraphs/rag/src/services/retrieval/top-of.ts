/** The numbers below `count` with the highest scores, best first, at most `limit`; those that score 0 are left out. */
export function topOf(count: number, limit: number, score: (index: number) => number): number[] {
  const heap: { index: number; score: number }[] = [];
  for (let index = 0; index < count; index++) {
    const own = score(index);
    if (own <= 0) continue;
    if (heap.length < limit) {
      heap.push({ index, score: own });
      rise(heap, heap.length - 1);
    } else if (own > (heap[0]?.score ?? 0)) {
      heap[0] = { index, score: own };
      sink(heap);
    }
  }
  return heap.sort((left, right) => right.score - left.score || left.index - right.index).map(({ index }) => index);
}

/** The lowest score is at the top, so that it is the one replaced. */
function rise(heap: { index: number; score: number }[], from: number): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if ((heap[parent]?.score ?? 0) <= (heap[at]?.score ?? 0)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function sink(heap: { index: number; score: number }[]): void {
  let at = 0;
  while (true) {
    let lowest = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      const score = heap[child]?.score ?? Number.POSITIVE_INFINITY;
      if (score < (heap[lowest]?.score ?? 0)) lowest = child;
    }
    if (lowest === at) return;
    swap(heap, at, lowest);
    at = lowest;
  }
}

function swap<T>(list: T[], left: number, right: number): void {
  const kept = list[left] as T;
  list[left] = list[right] as T;
  list[right] = kept;
}
