import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createOutbox } from '@doctorpy/service-kit/events';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthoring } from '../../src/services/indexing/authoring.js';
import { createIndexing } from '../../src/services/indexing/indexing.js';
import { hostileDocuments } from '../fixtures/hostile-documents.js';
import { tinyPdf } from '../fixtures/tiny-pdf.js';
import { content } from '../lesson-passages.js';
import { ask } from './ask.js';
import { author, learner, type RagEnvironment, ragEnvironment } from './environment.js';

let rag: RagEnvironment;
beforeAll(async () => {
  rag = await ragEnvironment();
});
afterAll(() => rag.close());

const index = `mutation ($input: IndexDocumentInput!) { indexDocument(input: $input) {
  id title source language tags category passageCount status indexedAt } }`;
const search = `query ($query: String!, $tags: [String!], $category: String, $first: Int! = 5) {
  searchPassages(query: $query, tags: $tags, category: $category, first: $first) {
    heading text score document { id title } } }`;
const remove = 'mutation ($id: ID!) { deleteDocument(id: $id) }';
const list = `query ($tags: [String!], $category: String, $language: String, $first: Int! = 20, $after: String) {
  documents(tags: $tags, category: $category, language: $language, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { id title category tags status } } } }`;

const cutInto = `{ documents(tags: ["tortue"]) { edges { node { id passages(first: 1) {
  totalCount pageInfo { hasNextPage } edges { node { position headings text } } } } } } }`;

const turtle = {
  title: 'Dessiner avec la tortue',
  content: '# Dessiner avec la tortue\n\n## Avancer\n\nLa tortue avance :\n\n```python\nturtle.forward(100)\n```\n',
  tags: ['tortue'],
  category: 'python_fun',
};

/** Authoring beside the service, which reads documents here and now. */
function authoringWith(refresh: () => Promise<void>) {
  const { connection, models } = rag;
  const outbox = createOutbox({ connection, producer: 'rag' });
  const indexing = createIndexing({ connection, models, outbox, deliverEvents: () => undefined });
  return createAuthoring({ indexing, models, refresh, patienceMs: 1 });
}
const origin = { actorId: 'author-1', requestId: null, traceparent: null };
const given = { ...turtle, format: 'MARKDOWN', language: 'fr', source: null, replaces: null } as const;

const hostile =
  '![](https://evil.example/x.png) <img src=x onerror="alert(1)"> <script>alert(1)</script> [ici](https://evil.example)';

describe('an author’s document', () => {
  it('can be found and cited once it is indexed, and is announced', async () => {
    const { data } = await rag.client.execute(index, { input: turtle }, author);
    const document = data.indexDocument;
    expect(document).toMatchObject({ status: 'READY', passageCount: 1, source: turtle.title, language: 'fr' });
    const found = await rag.client.execute(search, { query: 'la tortue' }, learner);
    expect(found.data.searchPassages[0]).toMatchObject({ heading: 'Avancer', document: { id: document.id } });
    const { edges } = (await rag.client.execute(cutInto, {}, author)).data.documents;
    expect(edges[0].node).toEqual({
      id: document.id,
      passages: {
        totalCount: 1,
        pageInfo: { hasNextPage: false },
        edges: [{ node: { position: 0, headings: ['Avancer'], text: expect.stringContaining('La tortue avance') } }],
      },
    });
    expect((await rag.client.execute(cutInto, {}, learner)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const events = await waitFor(
      async () => {
        const entries = await rag.redis.xrange('events:{rag}', '-', '+');
        const all = entries.map(([, fields]) => JSON.parse(fields[3] ?? '{}'));
        const own = all.filter(({ payload }) => payload.documentId === document.id);
        return own.length > 0 && own;
      },
      { what: 'DOCUMENT_INDEXED reaches the stream' },
    );
    expect(events).toEqual([expect.objectContaining({ name: 'DOCUMENT_INDEXED', actorId: 'author-1' })]);
  });

  it.each([
    ['takes longer to build than an author should wait', () => new Promise<void>(() => {})],
    ['cannot be built now', () => Promise.reject(new Error('no thread'))],
  ])('is stored and called pending when the index %s', async (_what, refresh) => {
    const authoring = authoringWith(refresh);
    const document = await authoring.add(
      { ...given, title: `Dessiner\navec la\u202e tortue\u0000` },
      'author-1',
      origin,
    );
    expect(document).toMatchObject({ status: 'PENDING', title: given.title });
    expect(await rag.models.documents.findById(document._id).lean()).toMatchObject({ status: 'READY' });
    expect(await authoring.remove(document._id, origin)).toBe(true);
  });

  it('reaches the other replicas', async () => {
    const other = await rag.replica();
    try {
      const input = { title: 'Le jeu de la vie', content: 'Le jeu de la vie de Conway avec pygame.' };
      await rag.client.execute(index, { input }, author);
      await waitFor(
        async () => (await other.client.execute(search, { query: 'pygame Conway' }, learner)).data.searchPassages[0],
        { what: 'the other replica finds the new document' },
      );
    } finally {
      await other.close();
    }
  });

  it('is quoted without tags, pictures and links, and disappears from searches when deleted, while answers keep its title', async () => {
    const input = {
      title: 'Les décorateurs',
      content: `## Les décorateurs\n\nUn décorateur enveloppe une fonction. ${hostile}`,
    };
    const { id } = (await rag.client.execute(index, { input }, author)).data.indexDocument;
    const answer = await ask(rag.client, learner, { query: 'c’est quoi un décorateur' });
    expect(answer.citations[0]).toMatchObject({ title: 'Les décorateurs', document: { id } });
    const [passage] = (await rag.client.execute(search, { query: 'décorateur' }, learner)).data.searchPassages;
    for (const text of [answer.text, answer.citations[0].excerpt, passage.text]) {
      expect(text).toContain('Un décorateur enveloppe une fonction.');
      expect(text).not.toMatch(/evil|onerror|<script/);
    }
    expect((await rag.client.execute(remove, { id }, author)).data.deleteDocument).toBe(true);
    expect((await rag.client.execute(remove, { id }, author)).data.deleteDocument).toBe(false);
    expect((await rag.client.execute(search, { query: 'décorateur enveloppe' }, learner)).data.searchPassages).toEqual(
      [],
    );
    const query = 'query ($id: ID!) { assistantAnswer(id: $id) { citations { title excerpt document { id } } } }';
    const kept = await rag.client.execute(query, { id: answer.id }, learner);
    expect(kept.data.assistantAnswer.citations[0]).toMatchObject({ title: 'Les décorateurs', document: null });
    expect((await ask(rag.client, learner, { query: 'c’est quoi un décorateur' })).fromCache).toBe(false);
  });

  it.each([
    ['TEXT', 'Un générateur produit des valeurs.'],
    ['RST', 'Générateurs\n===========\n\nUn :term:`générateur` produit des valeurs.'],
    ['PDF', tinyPdf([[{ text: 'Un g\u00e9n\u00e9rateur produit des valeurs.' }]]).toString('base64')],
    ['HTML', '<h2>Générateurs</h2><p>Un générateur produit des valeurs.</p>'],
    ['PYTHON', '"""Un générateur produit des valeurs."""\ndef produire():\n    yield 1\n'],
    ['NOTEBOOK', JSON.stringify({ nbformat: 4, cells: [{ cell_type: 'markdown', source: 'Un générateur.' }] })],
  ])('may be written as %s', async (format, text) => {
    const input = { title: `Générateurs ${format}`, content: text, format };
    const { data } = await rag.client.execute(index, { input }, author);
    expect(data.indexDocument.status).toBe('READY');
    await rag.client.execute(remove, { id: data.indexDocument.id }, author);
  });

  it.each([
    ['without text', { content: '# ' }, 'BAD_USER_INPUT', /ne contient aucun texte/],
    ['that is not what its format says', { format: 'NOTEBOOK' }, 'BAD_USER_INPUT', /NOTEBOOK.*JSON/],
    ['as a PDF that is no base64', { format: 'PDF', content: '%PDF-1.4 é' }, 'BAD_USER_INPUT', /base64/],
    ['above a megabyte', { content: 'x'.repeat(1_000_001) }, 'PAYLOAD_TOO_LARGE', /trop volumineux/],
    ['with nothing right', { title: ' ', content: '', language: 'xx' }, 'BAD_USER_INPUT', /titre.*contenu.*langue/i],
  ])('is refused %s', async (_what, change, code, message) => {
    const { errors } = await rag.client.execute(index, { input: { ...turtle, ...change } }, author);
    expect(errors?.[0]?.extensions.code).toBe(code);
    expect(errors?.[0]?.message).toMatch(message);
  });

  it('is refused when reading it takes too much, and learners are answered meanwhile', async () => {
    let refused = 0;
    const sent = Object.entries(hostileDocuments).map(async ([format, text]) => {
      const input = { title: `Sans fin, en ${format}`, content: text, format };
      const { errors } = await rag.client.execute(index, { input }, author);
      refused += 1;
      return errors?.[0];
    });
    const answer = await ask(rag.client, learner, { query: 'comment créer une liste' });
    expect(answer.citations).not.toEqual([]);
    expect(refused).toBe(0);
    for (const error of await Promise.all(sent)) {
      expect(error?.message).toMatch(/sa lecture (prend plus de 10 s|demande trop de mémoire).*découpez-le/);
      expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['input', 'content'] }] });
    }
  });

  it('takes the place of an earlier one under its id, which stays when the new one is refused', async () => {
    const authoring = authoringWith(async () => {});
    const { _id: id } = await authoring.add(given, 'author-1', origin);
    const texts = async () => (await rag.models.passages.find({ documentId: id }).lean()).map(({ text }) => text);
    const refused = authoring.add({ ...given, content: '# ', replaces: id }, 'author-2', origin);
    await expect(refused).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await texts()).toEqual([expect.stringContaining('La tortue avance')]);
    const changed = { ...given, content: given.content.replace('avance', 'recule'), replaces: id };
    expect(await authoring.add(changed, 'author-2', origin)).toMatchObject({ _id: id, createdBy: 'author-2' });
    expect(await texts()).toEqual([expect.stringContaining('La tortue recule')]);
    expect(await authoring.remove(id, origin)).toBe(true);
    await expect(authoring.add(changed, 'author-2', origin)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is all that authors replace and delete: lessons stay', async () => {
    const id = 'lesson:listes';
    const before = await rag.models.passages.countDocuments({ documentId: id });
    const removed = await rag.client.execute(remove, { id }, author);
    const replaced = await rag.client.execute(index, { input: { ...turtle, replaces: id } }, author);
    for (const { errors } of [removed, replaced]) {
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect(errors?.[0]?.message).toMatch(/leçon se change dans ses fichiers/);
    }
    expect(await rag.models.passages.countDocuments({ documentId: id })).toBe(before);
  });

  it('is no learner’s business to write', async () => {
    expect((await rag.client.execute(index, { input: turtle }, learner)).errors?.[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
    const { errors } = await rag.client.execute(remove, { id: 'lesson:listes' }, learner);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('the list of documents', () => {
  it('holds every lesson, narrowed by category, tags and language, page by page', async () => {
    const all = (await rag.client.execute(list, { first: 100 }, learner)).data.documents;
    const lessons = all.edges.filter(({ node }: { node: { id: string } }) => node.id.startsWith('lesson:'));
    expect(lessons.length).toBeGreaterThanOrEqual(12);
    const [first] = lessons;
    const { category, tags } = first.node;
    const narrowed = (await rag.client.execute(list, { category, tags: tags.slice(0, 2), language: 'fr' }, learner))
      .data;
    expect(narrowed.documents.edges).toContainEqual(first);
    expect(narrowed.documents.totalCount).toBeLessThan(all.totalCount);
    expect((await rag.client.execute(list, { language: 'en' }, learner)).data.documents.totalCount).toBe(0);

    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: typeof all = (await rag.client.execute(list, { first: 7, after }, learner)).data.documents;
      seen.push(...page.edges.map(({ node }: { node: { id: string } }) => node.id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(all.edges.map(({ node }: { node: { id: string } }) => node.id));
  });

  it('refuses a page size or a cursor that cannot be one', async () => {
    for (const variables of [{ first: 0 }, { first: 101 }, { after: 'nonsense' }]) {
      const { errors } = await rag.client.execute(list, variables, learner);
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });
});

describe('the passage search', () => {
  it('narrows by tags and category and refuses an empty query', async () => {
    const inFun = await rag.client.execute(
      search,
      { query: 'tortue', category: 'python_fun', tags: ['tortue'] },
      learner,
    );
    expect(inFun.data.searchPassages.length).toBeGreaterThan(0);
    const elsewhere = await rag.client.execute(
      search,
      { query: 'tortue avance', category: 'python_collections' },
      learner,
    );
    expect(elsewhere.data.searchPassages).toEqual([]);
    const { errors } = await rag.client.execute(search, { query: ' ' }, learner);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('seeding', () => {
  it('again changes nothing and announces nothing', async () => {
    const before = await rag.models.indexState.findById('passages').lean();
    expect((await rag.seed()).lessons).toMatchObject({ changed: 0, removed: 0 });
    expect(await rag.models.indexState.findById('passages').lean()).toEqual(before);
  });

  it('touches only the lesson that changed, removes the one that left, and no author’s document', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lessons-'));
    try {
      await cp(content, folder, { recursive: true });
      const changed = join(folder, 'lessons', 'listes.md');
      await writeFile(changed, `${await readFile(changed, 'utf8')}\n## Encore\n\nUne section de plus.\n`);
      await rm(join(folder, 'lessons', 'exceptions.md'));
      const authored = await rag.models.documents.countDocuments({ createdBy: { $ne: null } });
      const report = await rag.seed(pathToFileURL(`${folder}/`));
      expect(report.lessons).toMatchObject({ changed: 1, removed: 1 });
      expect(await rag.models.documents.exists({ _id: 'lesson:exceptions' })).toBeNull();
      expect(await rag.models.documents.countDocuments({ createdBy: { $ne: null } })).toBe(authored);
      expect(authored).toBeGreaterThan(0);
      expect((await rag.seed()).lessons).toMatchObject({ changed: 2, removed: 0 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('names the file that is wrong and writes nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lessons-'));
    try {
      await cp(content, folder, { recursive: true });
      await writeFile(join(folder, 'lessons', 'listes.md'), '---\ntitle: Les listes\n---\n');
      await expect(rag.seed(pathToFileURL(`${folder}/`))).rejects.toThrow(/^listes\.md: /);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
