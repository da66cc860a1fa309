import { describe, expect, it } from '@jest/globals';
import { readSections, UnreadableContentError } from '../../../src/services/indexing/formats.js';
import { cutPassages } from '../../../src/services/indexing/passages.js';
import { markdownBlocks } from '../../../src/services/indexing/sections.js';

describe('reading documents', () => {
  it('cuts Markdown at headings, keeps the path of headings and never cuts code', () => {
    const sections = readSections(
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

  it('cuts a long section between paragraphs and leaves an example with the sentence before it', () => {
    const paragraph = `${'mot '.repeat(200)}.`;
    const passages = cutPassages(
      readSections('MARKDOWN', `## Long\n\n${paragraph}\n\n${paragraph}\n\nVoici :\n\n\`\`\`python\nx = 1\n\`\`\``, ''),
    );
    expect(passages.length).toBeGreaterThan(1);
    expect(passages.at(-1)?.text).toMatch(/Voici :\n\n```python\nx = 1\n```$/);
    expect(passages.map(({ position }) => position)).toEqual(passages.map((_, index) => index));
  });

  it('cuts even a block without end, and keeps the pieces of code in fences', () => {
    const code = `\`\`\`python\n${'x = 1\n'.repeat(2000)}\`\`\``;
    const passages = cutPassages(readSections('MARKDOWN', `${'mot'.repeat(5000)}\n\n${code}`, ''));
    const blocks = passages.flatMap(({ text }) => markdownBlocks(text));
    expect(Math.max(...blocks.map(({ text }) => text.length))).toBeLessThan(4100);
    const python = blocks.filter(({ kind }) => kind === 'code').map(({ text }) => text);
    expect(python.length).toBeGreaterThan(1);
    expect(python.every((text) => /^```python\n[\s\S]*\n```$/.test(text))).toBe(true);
    expect(python.join('\n').match(/x = 1/g)).toHaveLength(2000);
  });

  it('takes plain text as it is', () => {
    const [section] = readSections('TEXT', 'Premier.\n\n# pas un titre\n\n    pas du code', '');
    expect(section?.blocks.map(({ text }) => text)).toEqual(['Premier.', '# pas un titre', 'pas du code']);
  });

  it('reads HTML without its scripts', () => {
    const [section] = readSections(
      'HTML',
      '<h2>Listes</h2><script>alert(1)</script><p>Une <b>liste</b>.</p><pre><code class="language-python">x = []</code></pre>',
      '',
    );
    expect(section?.headings).toEqual(['Listes']);
    expect(section?.blocks.map(({ text }) => text)).toEqual(['Une **liste**.', '```python\nx = []\n```']);
  });

  it('reads notebooks: prose cells and code cells, no outputs', () => {
    const notebook = JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [
        { cell_type: 'markdown', metadata: {}, source: ['## Boucles\n', '\n', 'On répète.'] },
        { cell_type: 'code', metadata: {}, source: 'print(1)', outputs: [{ text: 'secret' }], execution_count: 1 },
      ],
    });
    const [section] = readSections('NOTEBOOK', notebook, '');
    expect(section?.headings).toEqual(['Boucles']);
    expect(section?.blocks.map(({ text }) => text)).toEqual(['On répète.', '```python\nprint(1)\n```']);
  });

  it('reads Python: the docstring, then each function and class under its name', () => {
    const sections = readSections(
      'PYTHON',
      '"""Outils de tri."""\nimport math\n\n@cache\ndef trier(valeurs):\n    return sorted(valeurs)\n\nclass Pile:\n    pass\n',
      '',
    );
    expect(sections.map(({ headings }) => headings)).toEqual([[], ['trier'], ['Pile']]);
    expect(sections[0]?.blocks[0]?.text).toBe('Outils de tri.');
    expect(sections[1]?.blocks[0]?.text).toContain('@cache\ndef trier(valeurs):');
  });

  it('says when content is not what its format promises', () => {
    expect(() => readSections('NOTEBOOK', 'pas du JSON', '')).toThrow(UnreadableContentError);
    expect(() => readSections('NOTEBOOK', '{"nbformat": 3}', '')).toThrow(UnreadableContentError);
  });
});
