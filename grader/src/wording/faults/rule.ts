import type { Localised } from '../../contract.js';
import type { PyFault } from '../../ladder/observe.js';

/** An exception and the program that raised it. */
export interface Seen extends PyFault {
  submission: string;
}

/** Explains exceptions of a class; says nothing (null) when the message is not one it knows. */
export interface Rule {
  type: string;
  explain(seen: Seen): Localised | null;
}

/** A rule for messages that match `pattern`; `say` gets its groups. */
export function when(
  type: string,
  pattern: RegExp,
  say: (groups: readonly string[], submission: string) => Localised | null,
): Rule {
  return {
    type,
    explain({ message, submission }) {
      const found = pattern.exec(message);
      return (
        found &&
        say(
          found.slice(1).map((group) => group ?? ''),
          submission,
        )
      );
    },
  };
}
