import { describe, expect, it } from '@jest/globals';
import { badgeUrlOf } from '../../../src/services/achievement/badge.js';
import { loadContent } from '../../../src/services/content/load-content.js';

const { achievements } = loadContent(new URL('../../../content/', import.meta.url));
const svgOf = (url: string) => decodeURIComponent(url.replace('data:image/svg+xml,', ''));

describe('a badge', () => {
  it('is a small image of its own for every achievement, which loads nothing and runs nothing', () => {
    const badges = achievements.map(badgeUrlOf);
    expect(new Set(badges).size).toBe(achievements.length);
    for (const badge of badges) {
      expect(badge.length).toBeLessThan(2500);
      const svg = svgOf(badge);
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [\s\S]*<\/svg>$/);
      expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|href|\son\w+=/);
    }
  });

  it('says its title to whoever cannot see it, whatever characters it has', () => {
    const svg = svgOf(badgeUrlOf({ title: '<b>"A" & B</b>', points: 5, rule: { kind: 'score', atLeast: 1 } }));
    expect(svg).toContain('<title>&#60;b&#62;&#34;A&#34; &#38; B&#60;/b&#62;</title>');
  });
});
