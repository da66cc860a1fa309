/** Counts what is under way. */
export interface UnderWay {
  /** One more. @returns to be called when it is over; more calls do nothing */
  enter(): () => void;
  /** Resolves as soon as there is nothing. Asked once. */
  none(): Promise<void>;
}

/** With nothing under way. */
export function createUnderWay(): UnderWay {
  let count = 0;
  let becameIdle = () => {};
  return {
    enter() {
      let isOver = false;
      count += 1;
      return () => {
        if (isOver) return;
        isOver = true;
        count -= 1;
        if (count === 0) becameIdle();
      };
    },
    none() {
      if (count === 0) return Promise.resolve();
      return new Promise((resolve) => {
        becameIdle = resolve;
      });
    },
  };
}
