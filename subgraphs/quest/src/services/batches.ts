/** What a stream gives, `size` at a time and turned by `toItem`; only the last batch may be smaller, and none is empty. */
export async function* inBatches<T, U>(
  stream: AsyncIterable<T>,
  size: number,
  toItem: (value: T) => U,
): AsyncGenerator<U[]> {
  let batch: U[] = [];
  for await (const value of stream) {
    batch.push(toItem(value));
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
