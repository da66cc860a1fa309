import { parser as pythonParser } from '@lezer/python';
import type { BlockContent, Code, ListItem, Paragraph, PhrasingContent, RootContent, TableRow } from 'mdast';
import {
  createDefaultParserOptions,
  RstDefinitionListItem,
  RstDirective,
  RstFieldListItem,
  RstHyperlinkRef,
  RstInterpretedText,
  type RstNode,
  RstParserState,
  RstSection,
  RstSubstitutionDef,
  RstTable,
  RstToMdCompiler,
} from 'rst-compiler';
import { UnreadableContentError } from './unreadable.js';
import { writeMarkdown } from './write-markdown.js';

/**
 * Turns reStructuredText into Markdown: what docutils and Sphinx mark as headings, code, lists, tables and names of
 * things. Directives that only arrange pages are left out, and so are includes: no other file is opened. Roles and
 * directives that nobody has heard of keep their text.
 */
export function rstToMarkdown(content: string): string {
  const nodes = parse(content);
  return writeMarkdown({ type: 'root', children: blocksOf(nodes, substitutionsOf(nodes)) });
}

/** What `|name|` stands for, by name. */
type Substitutions = ReadonlyMap<string, string>;

const codeDirectives = [
  'code',
  'code-block',
  'sourcecode',
  'doctest',
  'testcode',
  'testoutput',
  'prompt',
  'ipython',
  'math',
  'parsed-literal',
  'productionlist',
];

/** Directives about the page, about other files or about whole lists of pages. */
const leftOut = new Set([
  ...['toctree', 'contents', 'index', 'include', 'literalinclude', 'image', 'raw', 'meta', 'highlight', 'default-role'],
  ...[
    'module',
    'currentmodule',
    'moduleauthor',
    'sectionauthor',
    'codeauthor',
    'automodule',
    'autoclass',
    'autofunction',
  ],
  ...[
    'versionadded',
    'versionchanged',
    'versionremoved',
    'only',
    'role',
    'tabularcolumns',
    'testsetup',
    'testcleanup',
    'csv-table',
  ],
]);

/** Directives whose argument is the signature of what they describe: `function`, `py:method`, … */
const described =
  /^(?:[a-z]+:)?(?:function|class|method|classmethod|staticmethod|attribute|data|exception|decorator|property|describe|option|envvar|opcode)$/;

function parse(content: string): readonly RstNode[] {
  const options = createDefaultParserOptions({
    disableWarnings: true,
    disableErrors: true,
    inputIndentSize: usualIndent(content),
  });
  options.directivesWithRawText = [...new Set([...options.directivesWithRawText, ...codeDirectives])];
  try {
    // Not `compile` or `parse` of the compiler: they resolve links between pages, in time quadratic to the length.
    return new RstParserState(options, [], new RstToMdCompiler()).parseRstToAst(
      content.replaceAll('\t', '        '),
      0,
    );
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    const why = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
    const reason = {
      fr: `ce n’est pas du reStructuredText (${why})`,
      en: `it is not reStructuredText (${why})`,
    };
    throw new UnreadableContentError(reason, { cause });
  }
}

/** The parser wants to be told how far blocks are indented: by 4 as most do, by 3 as Python's own documentation does. */
function usualIndent(content: string): number {
  const counts = new Map<number, number>();
  for (const [, indent = ''] of content.matchAll(/\n\S[^\n]*\n(?:\n)?( {2,4})(?=[^\s*\-\d])/g)) {
    counts.set(indent.length, (counts.get(indent.length) ?? 0) + 1);
  }
  return [...counts].sort(([, left], [, right]) => right - left)[0]?.[0] ?? 4;
}

function substitutionsOf(nodes: readonly RstNode[]): Substitutions {
  const definitions = nodes.filter((node) => node instanceof RstSubstitutionDef);
  return new Map(definitions.map((definition) => [definition.needle, definition.textContent]));
}

function blocksOf(nodes: readonly RstNode[], known: Substitutions): RootContent[] {
  return nodes.flatMap((node) => blockOf(node, known));
}

function blockOf(node: RstNode, known: Substitutions): RootContent[] {
  const inside = () => blocksOf(node.children, known);
  switch (node.nodeType) {
    case 'Section': {
      const level = node instanceof RstSection ? node.level : 1;
      const depth = Math.min(6, Math.max(1, level)) as 1 | 2 | 3 | 4 | 5 | 6;
      return [{ type: 'heading', depth, children: phrasing(node.children, known) }];
    }
    case 'Paragraph':
      return paragraph(phrasing(node.children, known));
    case 'LiteralBlock':
      return [code(node.textContent)];
    case 'DoctestBlock':
      return [code(node.textContent, 'pycon')];
    case 'Directive':
      return node instanceof RstDirective ? directive(node, known) : [];
    case 'BulletList':
    case 'EnumeratedList': {
      const children = node.children.map((item) => listItem(blocksOf(item.children, known)));
      return [{ type: 'list', ordered: node.nodeType === 'EnumeratedList', spread: false, children }];
    }
    case 'DefinitionListItem': {
      if (!(node instanceof RstDefinitionListItem)) return [];
      const term: PhrasingContent = { type: 'strong', children: phrasing(node.term, known) };
      return [...paragraph([term]), ...blocksOf(node.definition, known)];
    }
    case 'FieldList': {
      const children = node.children.flatMap((field) =>
        field instanceof RstFieldListItem ? [fieldItem(field, known)] : [],
      );
      return [{ type: 'list', ordered: false, spread: false, children }];
    }
    case 'Table':
      return node instanceof RstTable ? table(node, known) : [];
    case 'LineBlock':
    case 'OptionListItem':
      return paragraph([{ type: 'text', value: node.textContent }]);
    case 'Comment':
    case 'HyperlinkTarget':
    case 'SubstitutionDef':
    case 'Transition':
      return [];
    default:
      // Quotations, definition lists, footnotes and what the parser may add: the text is what counts.
      return node.isInlineNode ? paragraph(phrasing([node], known)) : inside();
  }
}

function directive(node: RstDirective, known: Substitutions): RootContent[] {
  const { directive: name } = node;
  if (leftOut.has(name)) return [];
  if (codeDirectives.includes(name)) return [code(node.rawBodyText || node.textContent, codeLanguage(node))];
  if (described.test(name)) {
    const [signature, ...body] = node.children.length > 0 ? node.children : node.initContent;
    const lines = (signature?.rawTextContent ?? node.initContentText).split('\n').map((line) => line.trim());
    const names: PhrasingContent[] = lines
      .filter(Boolean)
      .map((value) => ({ type: 'inlineCode', value: value.replaceAll('\\', '') }));
    return [
      ...paragraph(names.flatMap((each, at) => (at > 0 ? [{ type: 'text', value: ' ' }, each] : [each]))),
      ...blocksOf(body, known),
    ];
  }
  const children = blocksOf(node.children, known);
  return children.length > 0 ? children : blocksOf(node.initContent, known);
}

function codeLanguage(node: RstDirective): string {
  if (node.directive === 'doctest') return 'pycon';
  if (/math|literal|testoutput|productionlist/.test(node.directive)) return 'text';
  const named = node.initContentText.trim();
  return /^(?:python3?|py3?|ipython3?)$/.test(named) ? 'python' : named;
}

/** Without a language Sphinx takes a block for Python when it reads as such, and for text when it does not. */
function code(value: string, language = ''): Code {
  const guessed = /^\s*>>> /.test(value) ? 'pycon' : readsAsPython(value) ? 'python' : 'text';
  return { type: 'code', lang: language || guessed, value };
}

function readsAsPython(value: string): boolean {
  let faultless = true;
  pythonParser.parse(value).iterate({
    enter: ({ type }) => {
      faultless &&= !type.isError;
    },
  });
  // One word, or a number, reads as Python too.
  return faultless && /[=(:]|^\s*(?:import|from|del|pass|return)\b/m.test(value);
}

function listItem(children: RootContent[]): ListItem {
  return { type: 'listItem', spread: false, children: children as BlockContent[] };
}

function fieldItem(field: RstFieldListItem, known: Substitutions): ListItem {
  const [first, ...rest] = blocksOf(field.body, known);
  const name = field.nameText.replace(/^(?:param|parameter|arg|argument|key|keyword|raises?|var)\s+/, '').trim();
  const label: PhrasingContent[] = [
    { type: 'inlineCode', value: name },
    { type: 'text', value: ' : ' },
  ];
  return first?.type === 'paragraph'
    ? listItem([{ type: 'paragraph', children: [...label, ...first.children] }, ...rest])
    : listItem([{ type: 'paragraph', children: label.slice(0, 1) }, ...(first ? [first] : []), ...rest]);
}

function table(node: RstTable, known: Substitutions): RootContent[] {
  const rows = [...node.headRows, ...node.bodyRows].map(
    (row): TableRow => ({
      type: 'tableRow',
      children: row.children.map((cell) => ({ type: 'tableCell', children: cellText(cell, known) })),
    }),
  );
  return rows.length > 0 ? [{ type: 'table', children: rows }] : [];
}

function cellText(cell: RstNode, known: Substitutions): PhrasingContent[] {
  return cell.children.flatMap((block) =>
    block.nodeType === 'Paragraph' ? phrasing(block.children, known) : [{ type: 'text', value: block.textContent }],
  );
}

function paragraph(children: PhrasingContent[]): Paragraph[] {
  const last = children.at(-1);
  if (last?.type === 'text' && last.value.endsWith('::')) {
    // What announces a block of code; a paragraph that holds nothing else is not there.
    last.value = last.value.replace(/::$/, ':');
    if (children.length === 1 && last.value.trim() === ':') return [];
  }
  return children.length > 0 ? [{ type: 'paragraph', children }] : [];
}

function phrasing(nodes: readonly RstNode[], known: Substitutions): PhrasingContent[] {
  return nodes.flatMap((node) => phrase(node, known));
}

function phrase(node: RstNode, known: Substitutions): PhrasingContent[] {
  const value = node.textContent;
  const text: PhrasingContent = { type: 'text', value };
  switch (node.nodeType) {
    case 'StrongEmphasis':
      return [{ type: 'strong', children: [text] }];
    case 'Emphasis':
      return [{ type: 'emphasis', children: [text] }];
    case 'InlineLiteral':
      return [{ type: 'inlineCode', value }];
    case 'InterpretedText':
      return [interpreted(node instanceof RstInterpretedText ? node.role : '', value)];
    case 'SubstitutionRef':
      return [{ type: 'text', value: known.get(value) ?? value }];
    case 'HyperlinkRef': {
      const url = node instanceof RstHyperlinkRef && node.isEmbeded ? node.target : '';
      const label: PhrasingContent = { type: 'text', value: node instanceof RstHyperlinkRef ? node.label : value };
      return /^https?:/.test(url) ? [{ type: 'link', url, children: [label] }] : [label];
    }
    case 'FootnoteRef':
    case 'CitationRef':
      return [];
    default:
      return value === '' ? [] : [text];
  }
}

/** Roles whose text is prose; the others (func, meth, class, keyword, …) name something that is typed. */
const proseRoles =
  /^(?:.*:)?(?:ref|doc|term|numref|any|guilabel|menuselection|dfn|abbr|sup|sub|superscript|subscript|emphasis|strong|rfc|pep|source|issue|cve|cwe|download|mailheader|newsgroup|eq)$/;

function interpreted(role: string, value: string): PhrasingContent {
  const titled = /^(.*?)\s*<[^<>]+>$/s.exec(value)?.[1];
  const shown =
    titled ??
    (value.startsWith('~') ? value.slice(value.lastIndexOf('.') + 1).replace(/^~/, '') : value.replace(/^!/, ''));
  if (role === 'pep' || role === 'rfc') return { type: 'text', value: titled ?? `${role.toUpperCase()} ${value}` };
  return proseRoles.test(role) ? { type: 'text', value: shown } : { type: 'inlineCode', value: shown };
}
