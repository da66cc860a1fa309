import { describe, expect, it } from '@jest/globals';
import { markdownBlocks } from '../../../src/services/indexing/formats/markdown.js';
import { type ReadableFormat, readDocument } from '../../../src/services/indexing/formats/read-document.js';
import { UnreadableContentError } from '../../../src/services/indexing/formats/unreadable.js';
import { cutPassages } from '../../../src/services/indexing/passages.js';
import { tinyPdf } from '../../fixtures/tiny-pdf.js';

const read = (format: ReadableFormat, content: string, title: string | null = null) =>
  readDocument({ format, content, title });
const readSections = async (format: ReadableFormat, content: string, title: string) =>
  (await read(format, content, title)).sections;
const shown = (blocks: readonly { text: string }[] = []) => blocks.map(({ text }) => text);

describe('reading documents', () => {
  it('cuts Markdown at headings, keeps the path of headings and never cuts code', async () => {
    const sections = await readSections(
      'MARKDOWN',
      '# Titre\n\nIntro.\n\n## Créer avec `append`\n\nTexte :\n\n```python\n# pas un titre\n\nx = 1\n```\n\n### Détail\n\nFin.',
      'Titre',
    );
    expect(sections.map(({ headings }) => headings)).toEqual([
      [],
      ['Créer avec append'],
      ['Créer avec append', 'Détail'],
    ]);
    expect(sections[1]?.blocks.map(({ kind }) => kind)).toEqual(['prose', 'code']);
    expect(sections[1]?.blocks[1]?.text).toContain('# pas un titre\n\nx = 1');
  });

  it('cuts a long section between paragraphs and leaves an example with the sentence before it', async () => {
    const paragraph = `${'mot '.repeat(200)}.`;
    const passages = cutPassages(
      await readSections(
        'MARKDOWN',
        `## Long\n\n${paragraph}\n\n${paragraph}\n\nVoici :\n\n\`\`\`python\nx = 1\n\`\`\``,
        '',
      ),
    );
    expect(passages.length).toBeGreaterThan(1);
    expect(passages.at(-1)?.text).toMatch(/Voici :\n\n```python\nx = 1\n```$/);
    expect(passages.map(({ position }) => position)).toEqual(passages.map((_, index) => index));
  });

  it('cuts even a block without end, and keeps the pieces of code in fences', async () => {
    const code = `\`\`\`python\n${'x = 1\n'.repeat(2000)}\`\`\``;
    const passages = cutPassages(await readSections('MARKDOWN', `${'mot'.repeat(5000)}\n\n${code}`, ''));
    const blocks = passages.flatMap(({ text }) => markdownBlocks(text));
    expect(Math.max(...blocks.map(({ text }) => text.length))).toBeLessThan(4100);
    const python = blocks.filter(({ kind }) => kind === 'code').map(({ text }) => text);
    expect(python.length).toBeGreaterThan(1);
    expect(python.every((text) => /^```python\n[\s\S]*\n```$/.test(text))).toBe(true);
    expect(python.join('\n').match(/x = 1/g)).toHaveLength(2000);
  });

  it('takes plain text as it is', async () => {
    const [section] = await readSections('TEXT', 'Premier.\n\n# pas un titre\n\n    pas du code', '');
    expect(section?.blocks.map(({ text }) => text)).toEqual(['Premier.', '# pas un titre', 'pas du code']);
  });

  it('reads HTML without its scripts', async () => {
    const [section] = await readSections(
      'HTML',
      '<h2>Listes</h2><script>alert(1)</script><p>Une <b>liste</b>.</p><pre><code class="language-python">x = []</code></pre>',
      '',
    );
    expect(section?.headings).toEqual(['Listes']);
    expect(section?.blocks.map(({ text }) => text)).toEqual(['Une **liste**.', '```python\nx = []\n```']);
  });

  it('reads notebooks: prose cells and code cells, no outputs', async () => {
    const notebook = JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [
        { cell_type: 'markdown', metadata: {}, source: ['## Boucles\n', '\n', 'On répète.'] },
        { cell_type: 'code', metadata: {}, source: 'print(1)', outputs: [{ text: 'secret' }], execution_count: 1 },
      ],
    });
    const [section] = await readSections('NOTEBOOK', notebook, '');
    expect(section?.headings).toEqual(['Boucles']);
    expect(section?.blocks.map(({ text }) => text)).toEqual(['On répète.', '```python\nprint(1)\n```']);
  });

  it('reads Python: docstrings as text under the name of what they describe, then its code', async () => {
    const { sections } = await read(
      'PYTHON',
      [
        '#!/usr/bin/env python3',
        '"""Outils de tri.',
        '',
        'Exemple ::',
        '',
        '    trier([2, 1])',
        '"""',
        'import math',
        '',
        '@cache',
        'def trier(valeurs):',
        "    '''Trie les ``valeurs``.",
        '',
        '    :param valeurs: une liste',
        "    '''",
        '    # pas un docstring',
        '    return sorted(valeurs)',
        '',
        'class Pile:',
        '    """Une pile."""',
        '    taille = 0',
        '',
        '    def empiler(self, x):',
        '        """Ajoute x."""',
        '        self.taille += 1',
        '',
        'if __name__ == "__main__":',
        '    trier([])',
      ].join('\n'),
    );
    expect(sections.map(({ headings }) => headings)).toEqual([[], ['trier'], ['Pile'], ['Pile', 'empiler']]);
    const [module, function_, class_, method] = sections.map(({ blocks }) => shown(blocks));
    expect(module?.slice(0, 3)).toEqual(['Outils de tri.', 'Exemple :', '```python\ntrier([2, 1])\n```']);
    expect(module?.[3]).toContain('import math\nif __name__');
    expect(function_?.[0]).toBe('Trie les `valeurs`.');
    expect(function_?.[1]).toBe('- `valeurs` : une liste');
    expect(function_?.[2]).toBe(
      '```python\n@cache\ndef trier(valeurs):\n    # pas un docstring\n    return sorted(valeurs)\n```',
    );
    expect(class_).toEqual(['Une pile.', '```python\nclass Pile:\n    taille = 0\n```']);
    expect(method).toEqual(['Ajoute x.', '```python\ndef empiler(self, x):\n    self.taille += 1\n```']);
  });

  it('reads reStructuredText as Sphinx does: headings, roles, blocks of code, notes and tables', async () => {
    const { title, sections } = await read(
      'RST',
      [
        '==================',
        'Les listes en bref',
        '==================',
        '',
        '.. _ajouter:',
        '',
        'Ajouter avec :meth:`~list.append`',
        '=================================',
        '',
        'La méthode :meth:`~list.append` et :ref:`la suite <suite>`, voir :pep:`8`\u00a0::',
        '',
        '   fruits = ["pomme"]',
        '',
        '   fruits.append("kiwi")',
        '',
        '.. code-block:: python',
        '   :linenos:',
        '',
        '   print(fruits)',
        '',
        '.. note::',
        '',
        '   Une liste *change*.',
        '',
        '>>> fruits',
        "['pomme', 'kiwi']",
        '',
        '.. literalinclude:: /etc/passwd',
        '',
        '.. function:: liste.insert(i, x)',
        '',
        '   Insère *x* à la place *i*.',
        '',
        '.. boite-inconnue:: Titre',
        '',
        '   Son texte reste.',
        '',
        '=====  =====',
        'A      B',
        '=====  =====',
        'un     deux',
        '=====  =====',
        '',
        'Détail',
        '------',
        '',
        'Fin.',
      ].join('\n'),
    );
    expect(title).toBe('Les listes en bref');
    expect(sections.map(({ headings }) => headings)).toEqual([
      ['Ajouter avec append'],
      ['Ajouter avec append', 'Détail'],
    ]);
    const blocks = shown(sections[0]?.blocks);
    expect(blocks[0]).toBe('La méthode `append` et la suite, voir PEP 8\u00a0:');
    expect(blocks[1]).toBe('```python\nfruits = ["pomme"]\n\nfruits.append("kiwi")\n```');
    expect(blocks[2]).toBe('```python\nprint(fruits)\n```');
    expect(blocks[3]).toBe('Une liste *change*.');
    expect(blocks[4]).toBe("```pycon\n>>> fruits\n['pomme', 'kiwi']\n```");
    expect(blocks.slice(5).join('\n')).not.toContain('passwd');
    expect(blocks[5]).toBe('`liste.insert(i, x)`');
    expect(blocks[6]).toBe('Insère *x* à la place *i*.');
    expect(blocks.join('\n')).toContain('Son texte reste.');
    expect(blocks.at(-1)).toMatch(/\| A \| B \|\n.*\n\| un \| deux \|/);
  });

  it('reads PDF off the page: large letters are headings, a typewriter’s are code, divided words are whole', async () => {
    const pdf = tinyPdf(
      [
        [
          { text: 'Les boucles', size: 22 },
          { text: 'La boucle for', size: 16, gap: 30 },
          { text: 'Une boucle r\u00e9p\u00e8te des instruc-', gap: 24 },
          { text: 'tions autant de fois (ou presque) que n\u00e9cessaire :' },
          { text: 'for i in range(3):', code: true, gap: 24 },
          { text: 'print(i)', code: true, indent: 26.4 },
          { text: '12', gap: 400 },
        ],
        [{ text: 'Un autre paragraphe.' }],
      ],
      'Cours de Python',
    );
    const { title, sections } = await read('PDF', pdf.toString('base64'));
    expect(title).toBe('Cours de Python');
    expect(sections.map(({ headings }) => headings)).toEqual([['Les boucles', 'La boucle for']]);
    expect(shown(sections[0]?.blocks)).toEqual([
      'Une boucle répète des instructions autant de fois (ou presque) que nécessaire :',
      '```python\nfor i in range(3):\n    print(i)\n```',
      'Un autre paragraphe.',
    ]);
  });

  it('takes title, tags and more from the front matter of Markdown, and runs nothing in it', async () => {
    const { title, frontMatter, sections } = await read(
      'MARKDOWN',
      '---\ntitle: Les tuples\ntags: [tuple, immuable]\ncategory: python_collections\nlayout: page\n---\n# Les tuples\n\nTexte.',
    );
    expect({ title, frontMatter }).toEqual({
      title: 'Les tuples',
      frontMatter: { title: 'Les tuples', tags: ['tuple', 'immuable'], category: 'python_collections' },
    });
    expect(sections).toEqual([{ headings: [], blocks: [{ kind: 'prose', text: 'Texte.' }] }]);
    const script = await read('MARKDOWN', '---js\nprocess.exit(1)\n---\nTexte.');
    expect(script.frontMatter).toEqual({});
    await expect(read('MARKDOWN', '---\ntitle: [\n---\nTexte.')).rejects.toThrow('front matter');
  });

  it('takes the title from the heading at the top where nothing else gives one', async () => {
    expect((await read('MARKDOWN', '# Les `tuples`\n\nTexte.')).title).toBe('Les tuples');
    expect((await read('MARKDOWN', 'Texte.\n\n# Plus tard')).title).toBeNull();
    expect((await read('HTML', '<title>Onglet</title><h1>Un</h1><h1>Deux</h1>')).title).toBe('Onglet');
  });

  it('keeps a whole code block in a list apart from the steps around it', async () => {
    const [section] = await readSections(
      'MARKDOWN',
      '1. Ouvrez l’éditeur.\n2. Écrivez :\n\n   ```python\n   if x:\n       pass\n   ```\n\n   puis enregistrez.\n3. Lancez.',
      '',
    );
    expect(shown(section?.blocks)).toEqual([
      '1. Ouvrez l’éditeur.',
      '2. Écrivez :',
      '```python\nif x:\n    pass\n```',
      'puis enregistrez.',
      '3. Lancez.',
    ]);
  });

  it('leaves the page around a text out, and knows the language of highlighted blocks', async () => {
    const { title, sections } = await read(
      'HTML',
      `<html><head><title>Listes — Documentation</title></head><body><nav>Accueil</nav><main>
       <h1>Listes<a class="headerlink" href="#l">¶</a></h1><p>Un nom_de_variable &lt;simple&gt;.</p>
       <div class="highlight-python notranslate"><div class="highlight"><pre><span>x</span> = []</pre></div></div>
       <ul><li>un</li></ul><table><tr><th>A</th></tr><tr><td>1</td></tr></table></main><footer>Pied</footer></body></html>`,
    );
    expect(title).toBe('Listes');
    expect(sections).toHaveLength(1);
    expect(shown(sections[0]?.blocks)).toEqual([
      'Un nom_de_variable \\<simple>.',
      '```python\nx = []\n```',
      '- un',
      '| A |\n| - |\n| 1 |',
    ]);
  });

  it.each<[ReadableFormat, string, RegExp]>([
    ['NOTEBOOK', 'pas du JSON', /not JSON/],
    ['NOTEBOOK', '{"nbformat": 3}', /not a Jupyter notebook/],
    ['PDF', Buffer.from('pas un PDF').toString('base64'), /not a PDF/],
    ['PDF', tinyPdf([[]]).toString('base64'), /scanned/],
    ['HTML', '<div>'.repeat(20_000), /nested too deeply/],
    ['MARKDOWN', `${'>'.repeat(50_000)}a`, /nested too deeply/],
  ])('says when content is not what %s promises', async (format, text, reason) => {
    await expect(read(format, text)).rejects.toThrow(UnreadableContentError);
    await expect(read(format, text)).rejects.toThrow(reason);
  });

  it('reads a long text of each kind whole', async () => {
    const rst = 'Titre\n=====\n\nUn *texte* avec ``du code``.\n\n'.repeat(1000);
    expect((await read('RST', rst)).sections).toHaveLength(1000);
    const html = '<h2>Titre</h2><p>Un <b>texte</b>.</p>'.repeat(1000);
    expect((await read('HTML', html)).sections).toHaveLength(1000);
  });
});

describe('cutting passages', () => {
  const sentence = `${'mot '.repeat(60)}.`;

  it('keeps an example with its lead sentence and what it prints, whatever stands before', () => {
    const blocks = [
      ...Array.from({ length: 8 }, () => ({ kind: 'prose' as const, text: sentence })),
      { kind: 'prose' as const, text: 'Voici :' },
      { kind: 'code' as const, text: `\`\`\`python\n${'x = 1\n'.repeat(170)}\`\`\`` },
      { kind: 'code' as const, text: '```text\n1\n```' },
    ];
    const passages = cutPassages([{ headings: ['A', 'B'], blocks }]);
    expect(passages.at(-1)?.text).toMatch(/^Voici :\n\n```python[\s\S]+```text\n1\n```$/);
    expect(passages.every(({ headings }) => headings.join() === 'A,B')).toBe(true);
    expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThan(1300);
  });

  it('does not let many code blocks in a row grow into one passage', () => {
    const code = { kind: 'code' as const, text: `\`\`\`python\n${'x = 1\n'.repeat(300)}\`\`\`` };
    const passages = cutPassages([{ headings: [], blocks: Array.from({ length: 10 }, () => code) }]);
    expect(passages.length).toBeGreaterThan(3);
    expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThan(6000);
  });
});
