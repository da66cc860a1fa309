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
  /** A line about now, and one more if the platform asked for a pause; both since this was asked last. */
  lines(): readonly string[];
  /** One line about all of it. */
  sum(): string;
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
    lines() {
      const now = performance.now();
      const rate = (answers - before.answers) / Math.max(0.001, (now - before.at) / 1000);
      before = { at: now, answers };
      const pause = isHeldBack ? [HELD_BACK] : [];
      isHeldBack = false;
      const line = `${clock(now - startedAt)}  ${playing} of ${learners} learners play · ${answers} answers, ${share()} right · ${rate.toFixed(1)}/s · ${points} points`;
      return [line, ...pause];
    },
    sum: () =>
      `${learners} learners gave ${answers} answers (${share()} right) in ${clock(performance.now() - startedAt)}, earned ${points} points and left ${abandoned} quests unfinished.`,
    refusals: () => ({ count: refused, last: lastRefusal }),
  };

  function share(): string {
    return answers === 0 ? '–' : `${Math.round((100 * right) / answers)} %`;
  }
}

const HELD_BACK =
  '       the platform asks for a pause (RATE_LIMITED), and gets it: see GATEWAY_RATE_LIMIT_PER_MINUTE and ' +
  'AUTH_REGISTER_LIMIT_PER_IP in .env.example';

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
