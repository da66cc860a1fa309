import { languages } from '@doctorpy/service-kit/caller';
import { describe, expect, it } from '@jest/globals';
import { mailKinds } from '../../src/models/mail.model.js';
import { loadTemplates } from '../../src/services/mail/templates.js';

const templates = loadTemplates();
const link = 'https://apprendre.example/page?token=abc_DEF-123';
const given = {
  name: 'Léa & Zoé',
  link,
  lifetime: '1 heure',
  device: 'Firefox, Linux',
  time: '22 novembre 2026 à 15:00:00 UTC+1',
};
const all = mailKinds.flatMap((kind) => languages.map((language) => [kind, language] as const));

/** What a browser makes of the text of an attribute. */
const decoded = (html: string) =>
  html.replaceAll(/&#x([0-9A-F]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));

describe('every mail', () => {
  it.each(all)('says the same in text and HTML, with nothing left to fill in: %s in %s', (kind, language) => {
    const { subject, text, html } = templates.render(kind, language, given);
    expect(subject.length).toBeGreaterThan(10);
    expect(`${subject}${text}${html}`).not.toContain('{{');
    expect(text).toContain(`${given.name},`);
    expect(text).toContain(link);
    expect(html).toContain('Léa &amp; Zoé,');
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, address = '']) => decoded(address))).toEqual([link]);
  });

  it.each(all)('can be heard, and read without pictures: %s in %s', (kind, language) => {
    const { subject, html } = templates.render(kind, language, given);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`<title>${subject}</title>`);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toMatch(/<(img|script|link|table)|https?:(?!&#x2F;&#x2F;apprendre)/);
    // A link says where it leads, not "here".
    expect(html).toMatch(/<a [^>]*>[^<]{10,}<\/a>/);
  });
});
