/** How many requests may be sent a second time: a share of those that came, so that an outage is not doubled. */
export interface RetryBudget {
  /** A request came: it earns a part of a retry. */
  earn(): void;
  /** Takes one retry; false when none is left. */
  spend(): boolean;
}

/** A bucket that each request fills by `share` (0.1: one retry in ten requests), up to `most`, full at the start. */
export function createRetryBudget({ share = 0.1, most = 10 } = {}): RetryBudget {
  let left = most;
  return {
    earn() {
      left = Math.min(most, left + share);
    },
    spend() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
