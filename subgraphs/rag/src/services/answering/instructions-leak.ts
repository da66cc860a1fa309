import { fold } from '../retrieval/analysis.js';

/** Notices when a text repeats the instructions that the model was given. */
export interface LeakCheck {
  /** Whether the text with its next piece would hold a run of the instructions. @param text what was shown so far; @param next */
  leaks(text: string, next: string): boolean;
}

/**
 * Letters in a row that no answer shares with its instructions by chance: six to eight words. Between them anything may
 * stand, so that spaces, signs and line breaks hide nothing.
 */
const run = 32;

/**
 * Creates a LeakCheck. Read as written, backwards, shifted by 13 letters, and out of Base64 or hexadecimal digits. What
 * instructions tell the model to say (between quotation marks), and what stands in the passages, may be said.
 */
export function createLeakCheck(instructions: string, passages: readonly string[]): LeakCheck {
  const secret = lettersOf(instructions.replace(/«[^»]*»|“[^”]*”|"[^"]*"/g, ' | '));
  const open = passages.map(lettersOf).join('|');
  const runs = new Set<string>();
  for (let at = 0; at + run <= secret.length; at++) {
    const letters = secret.slice(at, at + run);
    if (!letters.includes('|') && !open.includes(letters)) runs.add(letters);
  }
  const holds = (letters: string) => {
    for (let at = 0; at + run <= letters.length; at++) if (runs.has(letters.slice(at, at + run))) return true;
    return false;
  };

  return {
    leaks(text, next) {
      if (runs.size === 0) return false;
      // Enough of what came before for a run that begins there, however widely it is spaced.
      const letters = lettersOf(text.slice(-20 * run)).slice(-run + 1) + lettersOf(next);
      if ([letters, [...letters].reverse().join(''), rot13(letters)].some(holds)) return true;
      return unpacked(`${text.slice(-20 * run)}${next}`).some((hidden) => holds(lettersOf(hidden)));
    },
  };
}

function lettersOf(text: string): string {
  return fold(text).replace(/[^a-z|]/g, '');
}

function rot13(letters: string): string {
  return letters.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));
}

/** What long runs of Base64 or hexadecimal digits stand for. */
function unpacked(text: string): string[] {
  const base64 = text.match(/[A-Za-z0-9+/_-]{40,}={0,2}/g) ?? [];
  const hexadecimal = text.replace(/[\s:]|\\x|0x/g, '').match(/(?:[0-9a-f]{2}){32,}/gi) ?? [];
  // Lines may be wrapped.
  const wrapped = text.replace(/\s+/g, '').match(/[A-Za-z0-9+/_-]{40,}={0,2}/g) ?? [];
  return [
    ...[...base64, ...wrapped].flatMap((digits) =>
      [0, 1, 2, 3].map((skip) => Buffer.from(digits.slice(skip), 'base64').toString('utf8')),
    ),
    ...hexadecimal.map((digits) => Buffer.from(digits, 'hex').toString('utf8')),
  ];
}
