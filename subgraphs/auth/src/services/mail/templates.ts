import { readFileSync } from 'node:fs';
import { type Language, languages } from '@doctorpy/service-kit/caller';
import mustache from 'mustache';
import { type MailKind, mailKinds } from '../../models/mail.model.js';

/** What a template may say. All of it is escaped where it lands in HTML. */
export interface LetterVariables {
  /** The display name, on one line. */
  name: string;
  link: string;
  /** How long the link works, in words; empty where it has no end. */
  lifetime: string;
  /** What a session was opened with, in words; empty in mails about none. */
  device: string;
  /** When it happened, in the owner's time zone. */
  time: string;
  /** When an account will be deleted, in words; absent or empty where it will not. */
  date?: string;
}

/** A mail's text in both formats. */
export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** Writes mails. */
export interface Templates {
  render(kind: MailKind, language: Language, variables: LetterVariables): Letter;
}

/** Templates as they are stored; the first line of a text is its subject. */
interface Source {
  subject: string;
  text: string;
  html: string;
}

const folder = new URL('../../../content/mails/', import.meta.url);
const variables: readonly string[] = [
  'name',
  'link',
  'lifetime',
  'device',
  'time',
  'date',
] satisfies (keyof LetterVariables)[];
const layoutVariables = [...variables, 'subject'];

/**
 * Reads all templates.
 * @throws Error naming the file that is missing, has no subject or asks for something no mail can say
 */
export function loadTemplates(): Templates {
  const layouts = new Map(languages.map((language) => [language, readLayout(language)]));
  const letters = new Map(
    mailKinds.flatMap((kind) => languages.map((language) => [`${kind}/${language}`, readLetter(kind, language)])),
  );
  return {
    render(kind, language, given) {
      const source = letters.get(`${kind}/${language}`);
      const layout = layouts.get(language);
      if (!source || !layout) throw new Error(`There is no mail ${kind} in ${language}.`);
      const subject = plain(source.subject, given);
      const view = { ...given, subject };
      return {
        subject,
        text: plain(layout.text, view, { content: source.text }),
        html: mustache.render(layout.html, view, { content: source.html }),
      };
    },
  };
}

function readLetter(kind: MailKind, language: Language): Source {
  const [subject = '', blank, ...text] = read(`${kind}/${language}.txt`, variables).split('\n');
  if (!subject || blank !== '') throw new Error(`The mail ${kind}/${language}.txt must begin with its subject.`);
  return { subject, text: text.join('\n'), html: read(`${kind}/${language}.html`, variables) };
}

function readLayout(language: Language): Pick<Source, 'text' | 'html'> {
  return {
    text: read(`layout/${language}.txt`, layoutVariables),
    html: read(`layout/${language}.html`, layoutVariables),
  };
}

function read(path: string, allowed: readonly string[]): string {
  const template = readFileSync(new URL(path, folder), 'utf8').trimEnd();
  for (const [type, name] of mustache.parse(template)) {
    const known =
      type === 'text' ||
      ((type === 'name' || type === '#') && allowed.includes(name)) ||
      (type === '>' && name === 'content');
    if (!known) throw new Error(`The mail template ${path} asks for "${name}", which no mail can say.`);
  }
  return `${template}\n`;
}

/** Plain text needs no escaping: nothing in it is markup, and variables hold no line breaks. */
function plain(template: string, view: object, partials: Record<string, string> = {}): string {
  return mustache.render(template, view, partials, { escape: String });
}
