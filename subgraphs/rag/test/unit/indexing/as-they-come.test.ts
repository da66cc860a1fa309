import { describe, expect, it } from '@jest/globals';
import { decodeText } from '../../../src/services/indexing/files/decode.js';
import { type ReadableFormat, readDocument } from '../../../src/services/indexing/formats/read-document.js';

const read = (format: ReadableFormat, content: string) => readDocument({ format, content, title: null });
const textOf = async (format: ReadableFormat, content: string) =>
  (await read(format, content)).sections.flatMap(({ blocks }) => blocks.map(({ text }) => text));

describe('a file says how it is written', () => {
  it('only where its format has a place for that', () => {
    const guide = Buffer.from('# Vibe coding: mode d’emploi\n\nÀ lire : `<meta charset="iso-8859-5">`.');
    expect(decodeText(guide, 'MARKDOWN')).toEqual({ text: guide.toString(), encoding: null });
    expect(decodeText(Buffer.from('<meta charset="iso-8859-1"><p>\xe9t\xe9', 'latin1'), 'HTML').text).toContain('été');
    expect(decodeText(Buffer.from('# coding: latin-1\n# \xe9t\xe9', 'latin1'), 'PYTHON').text).toContain('été');
  });

  it('in the words of Python’s editors, and not in what it cannot be', () => {
    const module = Buffer.from('# -*- coding: utf-8-unix -*-\n"""Été."""');
    expect(decodeText(module, 'PYTHON')).toEqual({ text: module.toString(), encoding: null });
    const page = Buffer.from('<meta charset="utf-16"><p>Été.');
    expect(decodeText(page, 'HTML')).toEqual({ text: page.toString(), encoding: null });
  });
});

describe('front matter', () => {
  it('whose keys have no value says nothing', async () => {
    const { title, frontMatter } = await read(
      'MARKDOWN',
      '---\ntitle:\ntags:\ncategory: ""\nlanguage: fr-FR\n---\n# Vrai titre\n\nTexte.',
    );
    expect({ title, frontMatter }).toEqual({ title: 'Vrai titre', frontMatter: { language: 'fr' } });
    expect((await read('MARKDOWN', '---\ntags: [liste, ~, "", 3]\n---\nTexte.')).frontMatter.tags).toEqual([
      'liste',
      '3',
    ]);
    expect((await read('MARKDOWN', '---\ntags: liste,, boucle\n---\nTexte.')).frontMatter.tags).toEqual([
      'liste',
      'boucle',
    ]);
  });

  it('may be empty, and a text may begin with a rule instead', async () => {
    expect(await textOf('MARKDOWN', '---\n---\n# Titre\n\nTexte.\n\n---\n\nSuite.')).toEqual(['Texte.', 'Suite.']);
    expect(await textOf('MARKDOWN', '---\nTout commence ici.\n\n---\n\nSuite.')).toEqual([
      'Tout commence ici.',
      'Suite.',
    ]);
  });
});

describe('a text that an editor of Windows wrote', () => {
  it('reads like any other', async () => {
    const markdown = '---\r\ntags: [a]\r\n---\r\n# Titre\r\n\r\nTexte.\r\n';
    expect(await read('MARKDOWN', `\ufeff${markdown}`)).toEqual(await read('MARKDOWN', markdown.replaceAll('\r', '')));
    const rst = 'Titre\r\n=====\r\n\r\nVoici::\r\n\r\n    x = 1\r\n\r\n    y = 2\r\n';
    expect(await textOf('RST', rst)).toEqual(['Voici:', '```python\nx = 1\n\ny = 2\n```']);
  });
});

describe('pictures that are written out in letters', () => {
  const picture = `data:image/png;base64,${'iVBORw0KGgo'.repeat(2000)}`;
  it.each<[ReadableFormat, string]>([
    [
      'MARKDOWN',
      `Avant ![la courbe](${picture} "Courbe") après <img src="${picture}">.\n\n- un ![](${picture})\n- deux`,
    ],
    [
      'HTML',
      `<p>Avant <img alt="la courbe" src="${picture}"> après .</p><ul><li>un <img src="${picture}"></li><li>deux</li></ul>`,
    ],
    [
      'NOTEBOOK',
      JSON.stringify({
        nbformat: 4,
        cells: [
          { cell_type: 'markdown', source: [`Avant ![la courbe](${picture}) après .\n`, '\n', '- un\n', '- deux'] },
        ],
      }),
    ],
  ])('are no text of a %s document', async (format, content) => {
    const blocks = await textOf(format, content);
    expect(blocks.map((text) => text.replace(/ +$/gm, ''))).toEqual(['Avant la courbe après .', '- un\n- deux']);
  });
});
