/** The data of an answer that must have no errors. @throws Error that tells them otherwise */
export function dataOf<Data>(answer: {
  readonly data?: Data;
  readonly errors?: readonly unknown[];
}): NonNullable<Data> {
  if (answer.errors || !answer.data) throw new Error(`Expected data, got ${JSON.stringify(answer.errors)}`);
  return answer.data;
}

/** The codes of an answer's errors, in order; none without errors. */
export function codesOf(answer: {
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}): string[] {
  return (answer.errors ?? []).map(({ extensions }) => extensions.code);
}
