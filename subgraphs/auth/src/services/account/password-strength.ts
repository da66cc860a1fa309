import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** How an attacker who knows the habits of people would see a password. */
export interface PasswordStrength {
  /** zxcvbn's: 0 to 4; 3 stands for more than 10⁸ guesses. */
  score: number;
  /** It is in a list of leaked passwords, or next to one that is. */
  common: boolean;
  /** What makes it easy is what was told of its owner. */
  personal: boolean;
}

/**
 * Estimates a password, in its normal form, with French and English dictionaries; `told` is what is known of its owner.
 * The dictionaries (some 45 MB) are loaded by the first call. One call takes 2 to 15 ms of CPU, 50 ms for the worst
 * input found.
 */
export type EstimateStrength = (password: string, told: readonly string[]) => Promise<PasswordStrength>;

/**
 * How many characters are looked at from either end. The work grows with the square of the length and worse (64
 * characters of l33t took 0.9 s at the library's defaults), and what is longer is weak only when it repeats itself.
 */
const LONGEST_JUDGED = 32;
/** Ways to undo l33t that are tried; the library's default of 100 makes hostile input seven times as expensive. */
const L33T_SUBSTITUTIONS = 5;

/** An estimator; nothing of it leaves the process. */
export function createPasswordStrength(): EstimateStrength {
  let loading: Promise<ZxcvbnFactory> | undefined;
  return async (password, told) => {
    loading ??= load();
    const estimator = await loading;
    const characters = [...password];
    const ends = [characters.slice(0, LONGEST_JUDGED)];
    if (characters.length > LONGEST_JUDGED) ends.push(characters.slice(-LONGEST_JUDGED));
    let weakest: PasswordStrength | undefined;
    for (const end of ends) {
      const strength = estimate(estimator, end.join(''), told);
      // One strong end makes a strong password.
      if (strength.score >= 3) return strength;
      weakest ??= strength;
    }
    if (!weakest) throw new Error('A password without an end.');
    return weakest;
  };
}

function estimate(estimator: ZxcvbnFactory, password: string, told: readonly string[]): PasswordStrength {
  const { score, sequence } = estimator.check(password, [...told]);
  const [first] = sequence;
  const names = sequence.map(({ dictionaryName }) => String(dictionaryName ?? ''));
  return {
    score,
    common: sequence.length === 1 && first?.dictionaryName === 'passwords-common',
    personal: names.includes('userInputs'),
  };
}

async function load(): Promise<ZxcvbnFactory> {
  const [core, common, french, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-fr'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...french.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    maxLength: LONGEST_JUDGED,
    l33tMaxSubstitutions: L33T_SUBSTITUTIONS,
  });
}
