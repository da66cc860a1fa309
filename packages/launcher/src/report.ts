/** Receives one line of progress for a human; never parsed. */
export type Report = (line: string) => void;

/** Says nothing: for callers that have nobody to tell. */
export const silent: Report = () => {};
