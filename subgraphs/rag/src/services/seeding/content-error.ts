/** A file of content is wrong; the message names it and says what. */
export class ContentError extends Error {
  override readonly name = 'ContentError';

  constructor(file: string, problem: string) {
    super(`${file}: ${problem}`);
  }
}
