import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { awardFor } from '../../../src/services/scoring/award.js';
import { levelOf, levelStartsAt } from '../../../src/services/scoring/level.js';
import {
  type CreditedAttempt,
  creditAfter,
  isFlawless,
  NO_CREDIT,
  type QuestionCredit,
} from '../../../src/services/scoring/question-credit.js';

const points = fc.integer({ min: 1, max: 1000 });
const hints = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10 }));
const tries = fc.integer({ min: 0, max: 20 });
/** Shares as graders give them: whole parts of a whole, and often all or nothing. */
const part = fc.integer({ min: 1, max: 12 }).chain((of) => fc.integer({ min: 0, max: of }).map((n) => n / of));
const share = fc.oneof(fc.constantFrom(0, 1), part);

/** Attempts at one question over any number of runs; only a right one says CORRECT. */
const history = (longest = 12) =>
  fc.record({ points, maxAttempts: fc.option(fc.integer({ min: 1, max: 5 })) }).chain((question) =>
    fc.array(
      fc
        .record({ scoreRatio: share, hintsRevealed: hints, exhausted: fc.boolean() })
        .map(({ scoreRatio, hintsRevealed, exhausted }): CreditedAttempt => {
          const correct = scoreRatio === 1;
          return { ...question, scoreRatio, hintsRevealed, correct, settledInRun: correct || exhausted };
        }),
      { maxLength: longest },
    ),
  );

function creditsOf(attempts: readonly CreditedAttempt[]): QuestionCredit[] {
  const credits: QuestionCredit[] = [];
  for (const attempt of attempts) credits.push(creditAfter(credits.at(-1) ?? NO_CREDIT, attempt));
  return credits;
}

/** Whatever is given, true or thrown by fast-check with the smallest case that breaks it. */
const always = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => boolean) =>
  fc.assert(fc.property(arbitrary, holds), { numRuns: 500 });

describe('an award, whatever the question and the answer', () => {
  const answer = fc.record({ points, scoreRatio: share, hintsRevealed: hints, attemptsBefore: tries });

  it('is a whole number from 0 to the points of the question', () => {
    always(answer, (input) => {
      const award = awardFor(input);
      return Number.isInteger(award) && award >= 0 && award <= input.points;
    });
  });

  it('is all the points for a right first answer without a hint', () => {
    always(points, (full) => awardFor({ points: full, scoreRatio: 1, hintsRevealed: 0, attemptsBefore: 0 }) === full);
  });

  it('is at least one point for a right answer and none for a wholly wrong one', () => {
    always(
      answer,
      (input) => awardFor({ ...input, scoreRatio: 1 }) >= 1 && awardFor({ ...input, scoreRatio: 0 }) === 0,
    );
  });

  it('never rises with one more hint or one more try', () => {
    always(answer, (input) => {
      const award = awardFor(input);
      const hinted = awardFor({ ...input, hintsRevealed: input.hintsRevealed + 1 });
      return hinted <= award && awardFor({ ...input, attemptsBefore: input.attemptsBefore + 1 }) <= award;
    });
  });

  it('never falls when more of the answer is right', () => {
    always(fc.tuple(answer, share), ([input, other]) => {
      const [less, more] = [input.scoreRatio, other].sort((a, b) => a - b);
      return awardFor({ ...input, scoreRatio: less ?? 0 }) <= awardFor({ ...input, scoreRatio: more ?? 1 });
    });
  });
});

describe('what a question counts for over all runs', () => {
  it('never falls, and never passes its points', () => {
    always(history(), (attempts) => {
      const scores = [0, ...creditsOf(attempts).map(({ score }) => score)];
      return scores.every((score, index) => score >= (scores[index - 1] ?? 0) && score <= (attempts[0]?.points ?? 0));
    });
  });

  it('is never more than the best single attempt would have earned: replays add nothing up', () => {
    always(history(), (attempts) => {
      const best = attempts.map(({ points: full, scoreRatio, hintsRevealed }, attemptsBefore) =>
        awardFor({ points: full, scoreRatio, hintsRevealed, attemptsBefore }),
      );
      return (creditsOf(attempts).at(-1)?.score ?? 0) <= Math.max(0, ...best);
    });
  });

  it('earns nothing more once it was settled', () => {
    always(history(), (attempts) => {
      const credits = creditsOf(attempts);
      const settled = credits.find((credit) => credit.settled);
      return settled === undefined || credits.at(-1)?.score === settled.score;
    });
  });

  it('pays the bonus of the first try once at most, and only when nothing was tried before in any run', () => {
    always(history(), (attempts) => {
      const score = creditsOf(attempts).at(-1)?.score ?? 0;
      const [first] = attempts;
      if (!first || first.scoreRatio === 1) return true;
      return score <= Math.max(1, Math.floor(first.points * 0.8 + 1e-9));
    });
  });

  it('is the same in whatever order equal answers arrive', () => {
    always(fc.tuple(history(1), fc.integer({ min: 1, max: 8 }), hints), ([[attempt], copies, extra]) => {
      if (!attempt) return true;
      // The same answer in several tabs, one of which has shown more hints: hints are known in every run at once.
      const seen = Math.max(attempt.hintsRevealed, extra);
      const one = creditsOf([{ ...attempt, hintsRevealed: seen }]).at(-1);
      const many = creditsOf(Array.from({ length: copies }, () => ({ ...attempt, hintsRevealed: seen }))).at(-1);
      return one?.score === many?.score && one?.correct === many?.correct && one?.mistaken === many?.mistaken;
    });
  });

  it('sums up to the same total in whatever order the answers to different questions arrive', () => {
    const questions = fc.array(history(4), { minLength: 1, maxLength: 5 });
    const shuffled = questions.chain((all) => {
      const tagged = all.flatMap((attempts, question) => attempts.map((attempt) => ({ question, attempt })));
      const order = fc.shuffledSubarray(
        tagged.map(({ question }) => question),
        { minLength: tagged.length },
      );
      return fc.tuple(fc.constant(all), order);
    });
    always(shuffled, ([all, order]) => {
      const next = all.map(() => 0);
      const credits = all.map(() => NO_CREDIT);
      for (const question of order) {
        const attempt = all[question]?.[next[question] ?? 0];
        if (attempt) credits[question] = creditAfter(credits[question] ?? NO_CREDIT, attempt);
        next[question] = (next[question] ?? 0) + 1;
      }
      const inTurn = all.map((attempts) => creditsOf(attempts).at(-1)?.score ?? 0);
      return sum(credits.map(({ score }) => score)) === sum(inTurn);
    });
  });

  it('is flawless only while no attempt of any run was wrong or helped', () => {
    always(history(), (attempts) => {
      const last = creditsOf(attempts).at(-1);
      const without = attempts.every(({ correct, hintsRevealed }) => correct && hintsRevealed === 0);
      return last === undefined || isFlawless(last) === without;
    });
  });
});

describe('levels, whatever the score', () => {
  const score = fc.integer({ min: 0, max: 2_000_000_000 });

  it('never fall as the score rises', () => {
    always(fc.tuple(score, score), ([a, b]) => levelOf(Math.min(a, b)).level <= levelOf(Math.max(a, b)).level);
  });

  it('are reached by exactly the points that were missing, and by none fewer', () => {
    always(score, (now) => {
      const { level, scoreToNextLevel } = levelOf(now);
      const reached = now + scoreToNextLevel;
      return (
        scoreToNextLevel >= 1 &&
        levelOf(reached).level === level + 1 &&
        levelOf(reached - 1).level === level &&
        levelStartsAt(level + 1) === reached &&
        levelStartsAt(level) <= now
      );
    });
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
