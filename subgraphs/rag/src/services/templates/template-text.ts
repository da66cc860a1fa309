import type { FieldProblem, Localised } from '@doctorpy/service-kit/errors';
import { emptyText, textTooLong } from '../field-problems.js';

/** What a template says. */
export interface TemplateText {
  /** For people who choose or compare templates. */
  title: string;
  /** The whole prompt, with a placeholder in each of its three blocks. */
  template: string;
}

/** The blocks of a prompt in their order. Each holds the placeholder of its name, and nothing else. */
const blocks = ['passages', 'quest', 'question'] as const;

const longestTitle = 120;
/** In characters: what a context of 4096 tokens has room for, beside passages and answer. */
const longestTemplate = 6000;

/** Everything that is wrong with a template, each problem under `title` or `template`; empty when it can be used. */
export function templateProblems({ title, template }: TemplateText): FieldProblem[] {
  return [
    ...lengthProblems('title', title, { fr: 'Le titre', en: 'The title' }, longestTitle),
    ...lengthProblems('template', template, { fr: 'Le modèle', en: 'The template' }, longestTemplate),
    ...(template.trim() === '' || template.length > longestTemplate ? [] : placeholderProblems(template)),
  ];
}

/** As rules and models know them: editors on Windows end lines otherwise. */
export function withPlainLineEnds(template: string): string {
  return template.replaceAll('\r\n', '\n');
}

function lengthProblems(field: string, text: string, name: Localised, maximum: number): FieldProblem[] {
  if (text.trim() === '') return [emptyText([field], name)];
  return text.length > maximum ? [textTooLong([field], name, { maximum, actual: text.length })] : [];
}

function placeholderProblems(template: string): FieldProblem[] {
  const found = [...template.matchAll(/\{\{\s*(\w*)\s*\}\}/g)].map(([written, name]) => ({ written, name }));
  const strange = [...new Set(found.map(({ written }) => written))].filter((written) => !isPlaceholder(written));
  const counts = blocks.map((block) => ({ block, count: template.split(`{{${block}}}`).length - 1 }));
  const wrong = counts.filter(({ count }) => count !== 1);
  const places = blocks.map((block) => template.indexOf(blockOf(block)));
  const isComplete = wrong.length === 0;
  const unmarked = isComplete ? blocks.filter((_block, index) => places[index] === -1) : [];
  const isOrdered = places.every((place, index) => place > (places[index - 1] ?? -1));
  const problems = [
    ...strange.map((written) => problem('UNKNOWN_PLACEHOLDER', unknownPlaceholder(written))),
    ...wrong.map(({ block, count }) => problem('PLACEHOLDER_COUNT', placeholderCount(block, count))),
    ...unmarked.map((block) => problem('BLOCK_MISSING', blockMissing(block))),
  ];
  if (isComplete && unmarked.length === 0 && !isOrdered) problems.push(problem('WRONG_ORDER', wrongOrder));
  if (isComplete && (places[0] ?? -1) >= 0 && template.slice(0, places[0]).trim() === '') {
    problems.push(problem('RULES_MISSING', rulesMissing));
  }
  return problems;
}

/** How a block is written: what learners and documents say stands between its tags, on lines of its own. */
function blockOf(block: (typeof blocks)[number]): string {
  return `\n<${block}>\n{{${block}}}\n</${block}>\n`;
}

function isPlaceholder(written: string): boolean {
  return blocks.some((block) => written === `{{${block}}}`);
}

function problem(code: string, text: Localised): FieldProblem {
  return { path: ['template'], code, text };
}

const unknownPlaceholder = (written: string): Localised => ({
  fr: `${written} ne sera remplacé par rien : les seuls emplacements sont {{passages}}, {{quest}} et {{question}}.`,
  en: `${written} stands for nothing: the only placeholders are {{passages}}, {{quest}} and {{question}}.`,
});

const placeholderCount = (block: string, count: number): Localised => ({
  fr: `{{${block}}} doit figurer exactement une fois ; il figure ${count} fois.`,
  en: `{{${block}}} must be there exactly once; it is there ${count} times.`,
});

const blockMissing = (block: string): Localised => ({
  fr: `{{${block}}} doit être seul sur sa ligne, entre une ligne <${block}> et une ligne </${block}>.`,
  en: `{{${block}}} must stand alone on its line, between a line <${block}> and a line </${block}>.`,
});

const wrongOrder: Localised = {
  fr: 'Les blocs doivent venir dans cet ordre : <passages>, <quest>, <question>.',
  en: 'The blocks must come in this order: <passages>, <quest>, <question>.',
};

const rulesMissing: Localised = {
  fr: 'Les consignes doivent venir avant le bloc <passages> : rien n’y figure.',
  en: 'The instructions must come before the <passages> block: there is nothing there.',
};
