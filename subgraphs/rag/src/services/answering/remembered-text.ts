/** Bounds what a process remembers of texts that it has worked on, by their length: some megabytes. */
export const rememberedText = {
  maxSize: 2_000_000,
  sizeCalculation: (_value: unknown, text: string): number => text.length,
};
