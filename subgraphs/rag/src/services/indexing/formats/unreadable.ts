import type { Localised } from '@doctorpy/service-kit/errors';

/** Thrown when content is not what its format says. The reason is a sentence without its full stop. */
export class UnreadableContentError extends Error {
  override readonly name = 'UnreadableContentError';
  readonly reason: Localised;

  constructor(reason: Localised, options?: ErrorOptions) {
    super(reason.en, options);
    this.reason = reason;
  }
}
