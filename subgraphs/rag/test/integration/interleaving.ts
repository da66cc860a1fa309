/** A place where somebody stops until they are told to go on. */
export type Gate = () => Promise<void>;

/** Somebody who does one step at a time, from gate to gate. */
export interface Walker {
  /** Does the next step; resolves at the next gate, or at the end. */
  advance(): Promise<void>;
  isDone(): boolean;
}

/** Sets out, and stops before the first step. Rejections come out of `advance`. */
export function walk(work: (gate: Gate) => Promise<void>): Walker {
  let goOn: () => void = () => undefined;
  let arrived: () => void = () => undefined;
  let failed: (reason: unknown) => void = () => undefined;
  let isDone = false;
  const gate: Gate = () =>
    new Promise((resolve) => {
      goOn = resolve;
      arrived();
    });
  void gate()
    .then(() => work(gate))
    .then(
      () => {
        isDone = true;
        arrived();
      },
      (reason: unknown) => {
        isDone = true;
        failed(reason);
      },
    );
  return {
    async advance() {
      if (isDone) return;
      await new Promise<void>((resolve, reject) => {
        arrived = resolve;
        failed = reject;
        goOn();
      });
    },
    isDone: () => isDone,
  };
}
