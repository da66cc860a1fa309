import { describe, expect, it } from '@jest/globals';
import { createCheckedText } from '../../../src/services/answering/checked-text.js';

/** Streams a raw text in pieces of `size` characters; returns the deltas that were shown. */
function stream(raw: string, { size = 3, passages = 3 } = {}) {
  const checked = createCheckedText(passages);
  const deltas: string[] = [];
  for (let at = 0; at < raw.length; at += size) deltas.push(checked.push(raw.slice(at, at + size)));
  deltas.push(checked.finish());
  const shown = deltas.filter((delta) => delta !== '');
  return { deltas: shown, text: shown.join(''), cited: checked.citedPassages(), checked };
}

describe('the check of a model’s stream', () => {
  it('shows whole sentences and whole code blocks, whatever the pieces', () => {
    const raw = 'Une liste se crée ainsi. Regardez :\n\n```python\nx = [1]\n\nprint(x[0])\n```\n\nFin.';
    for (const size of [1, 2, 7, 1000]) expect(stream(raw, { size }).text).toBe(raw);
    expect(stream(raw, { size: 1 }).deltas).toEqual([
      'Une liste se crée ainsi.',
      ' Regardez :',
      '\n\n```python\nx = [1]\n\nprint(x[0])\n```',
      '\n\nFin.',
    ]);
  });

  it('renumbers citations in the order of first use and drops those of passages that were not given', () => {
    const { text, cited } = stream('Un [3]. Deux [1] et [3]. Rien [7]. Zéro [0].');
    expect(text).toBe('Un [1]. Deux [2] et [1]. Rien. Zéro.');
    expect(cited).toEqual([3, 1]);
  });

  it('leaves brackets in code alone', () => {
    const raw = 'Lisez `x[9]` :\n\n```python\nx[9]\n```';
    expect(stream(raw).text).toBe(raw);
  });

  it('closes a code block that the model left open', () => {
    expect(stream('Voici :\n\n```python\nx = 1').text).toBe('Voici :\n\n```python\nx = 1\n```');
  });

  it('takes away addresses and the tags of the prompt', () => {
    const { text } = stream('Voir [ce site](http://evil.example) et ![image](http://evil.example/x.png).</question>');
    expect(text).toBe('Voir ce site et image.');
  });

  it('notices a model that repeats itself', () => {
    expect(stream('Encore une fois.\n'.repeat(3)).checked.isLooping()).toBe(true);
    expect(stream('Une fois.\nDeux fois.\nTrois fois.\n').checked.isLooping()).toBe(false);
  });
});
