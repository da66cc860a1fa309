/** Counts what simulated learners do. */
export interface Tally {
  came(): void;
  left(): void;
  answered(isRight: boolean, points: number): void;
  gaveUp(): void;
  /** How many play now, and how many answers were given so far. */
  playing(): number;
  answers(): number;
  /** The platform asked for a pause. */
  heldBack(seconds: number): void;
  /** The platform refused something for good. */
  refused(reason: string): void;
  /** One line about now: rates are since the line before. */
  line(): string;
  /** One line about all of it. */
  sum(): string;
  /** Whether the platform asked for a pause since this was asked last. */
  wasHeldBack(): boolean;
  /** The reason for the last refusal, and how many there were. */
  refusals(): { readonly count: number; readonly last: string | null };
}

/** Begins with nothing, now. */
export function createTally(): Tally {
  const startedAt = performance.now();
  let [learners, playing, answers, right, points, abandoned, refused] = [0, 0, 0, 0, 0, 0, 0];
  let lastRefusal: string | null = null;
  let isHeldBack = false;
  let before = { at: startedAt, answers: 0 };
  return {
    came: () => {
      learners += 1;
      playing += 1;
    },
    left: () => {
      playing -= 1;
    },
    playing: () => playing,
    answers: () => answers,
    answered: (isRight, awarded) => {
      answers += 1;
      if (isRight) right += 1;
      points += awarded;
    },
    gaveUp: () => {
      abandoned += 1;
    },
    heldBack: () => {
      isHeldBack = true;
    },
    refused: (reason) => {
      refused += 1;
      lastRefusal = reason;
    },
    line() {
      const now = performance.now();
      const rate = (answers - before.answers) / Math.max(0.001, (now - before.at) / 1000);
      before = { at: now, answers };
      return `${clock(now - startedAt)}  ${playing} of ${learners} learners play · ${answers} answers, ${share()} right · ${rate.toFixed(1)}/s · ${points} points`;
    },
    sum: () =>
      `${learners} learners gave ${answers} answers (${share()} right) in ${clock(performance.now() - startedAt)}, earned ${points} points and left ${abandoned} quests unfinished.`,
    wasHeldBack() {
      const was = isHeldBack;
      isHeldBack = false;
      return was;
    },
    refusals: () => ({ count: refused, last: lastRefusal }),
  };

  function share(): string {
    return answers === 0 ? '–' : `${Math.round((100 * right) / answers)} %`;
  }
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
