import type { Situation } from '../../models/prompt-template.model.js';

/**
 * Where a question comes from. A quest comes first: somebody who is on one gets help that keeps its answers, with or
 * without an error message.
 * @param questId the quest that the question is about or that is under way, or null
 */
export function situationOf(query: string, questId: string | null): Situation {
  if (questId !== null) return 'IN_QUEST';
  return showsError(query) ? 'ERROR_MESSAGE' : 'FREE';
}

/** Whether a text holds what Python prints when a program fails; the name of an error alone is none. */
function showsError(text: string): boolean {
  return traceback.test(text) || place.test(text) || message.test(text);
}

const traceback = /Traceback \(most recent call last\)/;

/** `File "main.py", line 3`, at the beginning of a line. */
const place = /^(?:[^\S\r\n]|[>|]){0,80}File "[^"\n]{1,200}", line \d+/m;

/**
 * `NameError: name 'x' is not defined`, wherever it stands; `json.decoder.JSONDecodeError: …` as well. Python writes no space
 * before the colon, French does: “TypeError : quand ?” asks about the kind of error. Handlers (`except ValueError: pass`)
 * and texts that a program prints (`print("ValueError: …")`) are code, not messages. What stands before is looked at only where
 * a name begins, and not far.
 */
const message =
  /(?<![\p{L}\w])(?=[A-Z])(?<!\bexcept\s{1,8}\(?[^:\n]{0,80})(?<!\(\s{0,8}[frb]{0,2}["'])(?:[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit|Iteration)|ExceptionGroup): (?=\S)/u;
