/** The library has no types of its own; this is what is used of it. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { readonly headers: { readonly accept?: string | undefined } });
    /** The one of these that the `Accept` header prefers; undefined when it accepts none. */
    mediaType(available: readonly string[]): string | undefined;
  }
}
