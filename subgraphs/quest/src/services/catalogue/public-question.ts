import type { Language } from '@doctorpy/service-kit/caller';
import type { QuestionContent } from '../content/content-schema.js';
import { inLanguage } from '../content/localised.js';
import { visibleTests } from './visible-tests.js';

/** What a learner may pick: never whether it is right, nor its feedback. */
export interface PublicChoice {
  id: string;
  text: string;
}

/** One thing to explain about an error. */
export interface PublicStep {
  prompt: string;
  choices: PublicChoice[];
}

interface Common {
  id: string;
  key: string;
  prompt: string;
  points: number;
  hintCount: number;
}

/** A question as learners see it: built field by field, so that no answer, hint text or feedback can slip through. */
export type PublicQuestion = Common &
  (
    | { __typename: 'SingleChoiceQuestion'; choices: PublicChoice[] }
    | { __typename: 'MultipleChoiceQuestion'; choices: PublicChoice[] }
    | { __typename: 'FillInQuestion'; template: string; blankCount: number }
    | { __typename: 'OrderingQuestion'; items: PublicChoice[]; indented: boolean }
    | { __typename: 'MatchingQuestion'; left: PublicChoice[]; right: PublicChoice[] }
    | { __typename: 'TrueFalseQuestion'; reasons: PublicChoice[] }
    | { __typename: 'PredictOutputQuestion'; code: string; stdin: string[] }
    | { __typename: 'ExplainErrorQuestion'; code: string; stdin: string[]; error: string; steps: PublicStep[] }
    | { __typename: 'RepairCodeQuestion'; code: string; visibleTests: string[] }
    | { __typename: 'CodeQuestion'; starterCode: string | null; visibleTests: string[] }
  );

/** The public face of a question, in one language. */
export function publicQuestion(questId: string, content: QuestionContent, language: Language): PublicQuestion {
  const common = {
    id: questionId(questId, content.key),
    key: content.key,
    prompt: inLanguage<Prompted>(content, language).prompt,
    points: content.points,
    hintCount: content.hints.length,
  };
  const choices = (items: readonly Item[]) =>
    items.map((item) => ({ id: item.id, text: inLanguage<Item>(item, language).text }));
  switch (content.type) {
    case 'singleChoice':
      return { __typename: 'SingleChoiceQuestion', ...common, choices: choices(content.choices) };
    case 'multipleChoice':
      return { __typename: 'MultipleChoiceQuestion', ...common, choices: choices(content.choices) };
    case 'fillIn':
      return {
        __typename: 'FillInQuestion',
        ...common,
        template: content.template,
        blankCount: content.blanks.length,
      };
    case 'ordering':
      return { __typename: 'OrderingQuestion', ...common, items: choices(content.items), indented: content.indented };
    case 'matching':
      return {
        __typename: 'MatchingQuestion',
        ...common,
        left: choices(content.left),
        right: choices(content.right),
      };
    case 'predictOutput':
      return { __typename: 'PredictOutputQuestion', ...common, code: content.code, stdin: content.stdin ?? [] };
    case 'trueFalse':
      return { __typename: 'TrueFalseQuestion', ...common, reasons: choices(content.reasons) };
    case 'explainError':
      return {
        __typename: 'ExplainErrorQuestion',
        ...common,
        code: content.code,
        stdin: content.stdin ?? [],
        error: content.error,
        steps: content.steps.map((step) => ({
          prompt: inLanguage<Prompted>(step, language).prompt,
          choices: choices(step.choices),
        })),
      };
    case 'code':
      return {
        __typename: 'CodeQuestion',
        ...common,
        starterCode: content.starterCode ?? null,
        visibleTests: [...content.visibleTests, ...visibleTests(content, language)],
      };
    case 'repairCode':
      return {
        __typename: 'RepairCodeQuestion',
        ...common,
        code: content.code,
        visibleTests: visibleTests(content, language),
      };
  }
}

/** The id of a question, unique everywhere: `python_variables_101:q1`. */
export function questionId(questId: string, key: string): string {
  return `${questId}:${key}`;
}

interface Prompted {
  prompt: string;
  en?: object | undefined;
}

interface Item {
  id: string;
  text: string;
  en?: object | undefined;
}
