import type { SubgraphAnswer } from './transport.js';

/** Finds the data of an answer in its text where they may be handed on as they are; null where they must be read. */
export type PassThrough = (text: string) => string | null;

/** An answer without errors whose data were looked over as text, and are read only when somebody asks for them. */
export class PassedAnswer implements SubgraphAnswer {
  /** The data, as JSON. */
  readonly text: string;
  /** Who has looked it over: nobody else may rely on it. */
  readonly by: PassThrough;
  readonly cacheControl?: string;
  #data: Record<string, unknown> | null = null;

  constructor(text: string, by: PassThrough, cacheControl?: string) {
    this.text = text;
    this.by = by;
    if (cacheControl !== undefined) this.cacheControl = cacheControl;
  }

  /** For whoever it is that has got this answer: they may change it. */
  get data(): Record<string, unknown> {
    this.#data ??= JSON.parse(this.text) as Record<string, unknown>;
    return this.#data;
  }

  get errors(): undefined {
    return undefined;
  }

  get extensions(): undefined {
    return undefined;
  }

  /** The same answer for somebody else. */
  copy(): PassedAnswer {
    return new PassedAnswer(this.text, this.by, this.cacheControl);
  }
}
