import { parser } from '@lezer/python';
import { fence } from './markdown.js';

/**
 * A Python file as a text: the docstring of the module, then each class and function under its name, its docstring before
 * its code; the statements of the module before them. Docstrings are read as reStructuredText, which plain ones are as well.
 */
export async function pythonToMarkdown(content: string): Promise<string> {
  const parts: string[] = [];
  const definitions = definitionsIn(parser.parse(content).topNode, content);
  const docstrings = definitions.some(({ docstring }) => docstring !== null) ? await import('./docstring.js') : null;
  for (const { depth, name, docstring, code } of definitions) {
    if (name) parts.push(`${'#'.repeat(Math.min(6, depth + 1))} ${name}`);
    if (docstring !== null && docstrings) parts.push(docstrings.docstringToMarkdown(docstring, depth + 2));
    if (doesSomething(code)) parts.push(fence(dedent(code), 'python'));
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The line that names the interpreter, that of the encoding and a licence are no example of anything. */
function doesSomething(code: string): boolean {
  return code.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('#'));
}

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** A class or function, or (without a name) the module itself. */
interface Definition {
  depth: number;
  name: string | null;
  docstring: string | null;
  /** Its source, without the docstring and without what is a Definition of its own. */
  code: string;
}

function definitionsIn(script: SyntaxNode, source: string): Definition[] {
  return bodyOf(script, source, { depth: 0, name: null, from: 0 });
}

/**
 * A module or a class: its docstring and its own statements, then each function and class in it by itself. Statements that
 * stand between them come first with the others, lest they be taken for a part of the function above.
 */
function bodyOf(
  body: SyntaxNode,
  source: string,
  of: { depth: number; name: string | null; from: number },
): Definition[] {
  const within: Definition[] = [];
  const own: string[] = [];
  let docstring: string | null = null;
  let from = of.from;
  const first = firstStatement(body);
  for (let node = body.firstChild; node; node = node.nextSibling) {
    const definition = node.name === 'DecoratedStatement' ? node.lastChild : node;
    const literal = node.from === first?.from ? docstringOf(node, source) : null;
    const isNamed = definition?.name === 'FunctionDefinition' || definition?.name === 'ClassDefinition';
    if (literal === null && !isNamed) continue;
    own.push(source.slice(from, node.from));
    from = node.to;
    if (literal !== null) docstring = literal;
    else if (definition) within.push(...definitionOf(node, definition, source, of.depth + 1));
  }
  own.push(source.slice(from, body.to));
  const code = own
    .map((piece) => piece.replace(/^\s*\n/, '').trimEnd())
    .filter((piece) => piece !== '')
    .join('\n');
  const isEmpty = of.name === null && docstring === null && code === '';
  return [...(isEmpty ? [] : [{ depth: of.depth, name: of.name, docstring, code }]), ...within];
}

function definitionOf(whole: SyntaxNode, definition: SyntaxNode, source: string, depth: number): Definition[] {
  const named = definition.getChild('VariableName');
  const name = named ? source.slice(named.from, named.to) : null;
  const body = definition.getChild('Body');
  if (!body) return [{ depth, name, docstring: null, code: withIndent(source, whole.from, whole.to) }];
  if (definition.name === 'ClassDefinition')
    return bodyOf(body, source, { depth, name, from: lineStart(source, whole.from) });
  const first = firstStatement(body);
  const docstring = first && docstringOf(first, source);
  if (!first || docstring === null)
    return [{ depth, name, docstring: null, code: withIndent(source, whole.from, whole.to) }];
  const code = `${source.slice(lineStart(source, whole.from), first.from).trimEnd()}${source.slice(first.to, whole.to)}`;
  return [{ depth, name, docstring, code }];
}

function firstStatement(body: SyntaxNode): SyntaxNode | null {
  let node = body.firstChild;
  while (node && (node.name === ':' || node.name === 'Comment')) node = node.nextSibling;
  return node;
}

/** The text of a statement that is nothing but a string; null for any other. */
function docstringOf(node: SyntaxNode, source: string): string | null {
  const literal = node.name === 'ExpressionStatement' ? node.firstChild : null;
  if (literal?.name !== 'String' && literal?.name !== 'ContinuedString') return null;
  const inside = source
    .slice(literal.from, literal.to)
    .replace(/^[a-zA-Z]*("""|'''|"|')/, '')
    .replace(/("""|'''|"|')$/, '');
  const [first = '', ...rest] = inside.split('\n');
  return [first.trim(), dedent(rest.join('\n'))].join('\n').trim();
}

function withIndent(source: string, from: number, to: number): string {
  return source.slice(lineStart(source, from), to);
}

/** Where the line begins, if there is only white space before `at`; else `at`. */
function lineStart(source: string, at: number): number {
  const start = source.lastIndexOf('\n', at - 1) + 1;
  return source.slice(start, at).trim() === '' ? start : at;
}

/** Takes away the white space that all lines begin with (PEP 257). */
function dedent(code: string): string {
  const lines = code.replaceAll('\t', '    ').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const common = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return lines.map((line) => line.slice(common).trimEnd()).join('\n');
}
