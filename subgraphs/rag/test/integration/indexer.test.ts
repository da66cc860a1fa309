import { chmod, mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutbox } from '@doctorpy/service-kit/events';
import { startProcess, waitFor } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mongo } from 'mongoose';
import { readCommand } from '../../src/indexer/command.js';
import { lineOf, summaryOf } from '../../src/indexer/report.js';
import { runCommand } from '../../src/indexer/run-command.js';
import { createFileIndexing } from '../../src/services/indexing/files/file-indexing.js';
import { createIndexing } from '../../src/services/indexing/indexing.js';
import { tinyPdf } from '../fixtures/tiny-pdf.js';
import { learner, type RagEnvironment, ragEnvironment } from './environment.js';

let rag: RagEnvironment;
beforeAll(async () => {
  rag = await ragEnvironment();
});
afterAll(() => rag.close());

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'documents-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs the command as its own process, beside the service, and gives its exit code and lines. */
async function indexAsProcess(...args: string[]) {
  const command = await startProcess({
    script: 'subgraphs/rag/src/indexer.ts',
    args: args.map((arg) => (/^(?:cours|absent)/.test(arg) ? join(folder, arg) : arg)),
    env: { DATABASE_URL: rag.mongoUrl, DATABASE_NAME: rag.database },
  });
  const code = await command.exited;
  return { code, output: command.output(), summary: command.output().trim().split('\n').at(-1) };
}

/** The same within this process, which takes no seconds to start. */
async function index(...args: string[]) {
  const outbox = createOutbox({ connection: rag.connection, producer: 'rag' });
  const { connection, models } = rag;
  const indexing = createIndexing({ connection, models, outbox, deliverEvents: () => undefined });
  const lines: (string | null)[] = [];
  const command = readCommand(args.map((arg) => (/^(?:cours|absent)/.test(arg) ? join(folder, arg) : arg)));
  if (command.name === 'help') throw new Error('a path is needed');
  const report = await runCommand(command, createFileIndexing({ indexing, models }), (news) =>
    lines.push(lineOf(news)),
  );
  return { failed: report.failed, output: lines.join('\n'), summary: summaryOf(report, args.includes('--dry-run')) };
}

const write = async (name: string, content: string | Buffer) => {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), content);
};

const ofFolder = () =>
  rag.models.documents
    .find({ file: { $regex: `^${folder}/` } })
    .sort({ source: 1 })
    .lean();

const search = async (query: string) => {
  const text = `query ($query: String!) { searchPassages(query: $query, first: 3) {
    heading text document { id title source tags category language } } }`;
  return (await rag.client.execute(text, { query }, learner)).data.searchPassages;
};

describe('npm run rag:index', () => {
  it('indexes every kind of file for a running service, and writes afterwards only what changed', async () => {
    await write('cours/tortue.md', '---\ntags: [dessin]\n---\n# La tortue\n\n## Avancer\n\nLa tortuette avance.\n');
    await write('cours/suite/guide.rst', 'Guide\n=====\n\nAstuce\n------\n\nLe kangourou saute.\n');
    await write('cours/page.html', '<h1>Page</h1><p>Le flamant rose dort.</p>');
    await write('cours/notes.txt', 'Un zèbre rayé.');
    await write('cours/module.py', '"""Outils du wombat."""\n\ndef creuser():\n    """Le wombat creuse."""\n');
    await write(
      'cours/carnet.ipynb',
      JSON.stringify({ nbformat: 4, cells: [{ cell_type: 'markdown', source: '# Carnet\n\nUn ornithorynque.' }] }),
    );
    await write(
      'cours/livre.pdf',
      tinyPdf([
        [
          { text: 'Le livre', size: 20 },
          { text: 'Le pangolin roule.', gap: 30 },
        ],
      ]),
    );
    const first = await indexAsProcess(
      'cours',
      '--tags',
      'animaux, zoo',
      '--category',
      'python_fun',
      '--kind',
      'tutorial',
    );
    expect(first).toMatchObject({
      code: 0,
      summary: '7 added, 0 changed, 0 unchanged, 0 removed, 0 skipped, 0 failed',
    });
    expect(first.output).toMatch(/\[[1-7]\/7\] added +cours\/suite\/guide\.rst \(1 passage\)/);

    const hit = await waitFor(async () => (await search('tortuette'))[0], { what: 'the service finds the new file' });
    expect(hit).toMatchObject({
      heading: 'Avancer',
      document: { title: 'La tortue', source: 'cours/tortue.md', category: 'python_fun', language: 'fr' },
    });
    expect(hit.document.tags).toEqual(['animaux', 'zoo', 'dessin']);
    for (const animal of ['kangourou', 'flamant', 'zèbre', 'wombat', 'ornithorynque', 'pangolin']) {
      expect([animal, (await search(animal)).length]).not.toEqual([animal, 0]);
    }

    await write('cours/tortue.md', '# La tortue\n\n## Reculer\n\nLa tortuette recule.\n');
    await write('cours/neuf.md', '# Neuf\n\nUn texte neuf.\n');
    await rm(join(folder, 'cours/notes.txt'));
    const dry = await index(
      'cours',
      '--tags',
      'animaux,zoo',
      '--category',
      'python_fun',
      '--kind',
      'tutorial',
      '--prune',
      '--dry-run',
    );
    expect(dry.summary).toBe(
      '1 added, 1 changed, 5 unchanged, 1 removed, 0 skipped, 0 failed (dry run: nothing was written)',
    );
    expect(await ofFolder()).toHaveLength(7);

    const version = (await rag.models.indexState.findById('passages').lean())?.version ?? 0;
    const again = await index(
      'cours',
      '--tags',
      'animaux,zoo',
      '--category',
      'python_fun',
      '--kind',
      'tutorial',
      '--prune',
    );
    expect(again.summary).toBe('1 added, 1 changed, 5 unchanged, 1 removed, 0 skipped, 0 failed');
    expect(await rag.models.indexState.findById('passages').lean()).toMatchObject({ version: version + 2 });
    await waitFor(async () => (await search('tortuette'))[0]?.heading === 'Reculer', {
      what: 'the changed file is found as it is now',
    });
    const sourcesOf = async (query: string) =>
      (await search(query)).map(({ document }: { document: { source: string } }) => document.source);
    await waitFor(async () => !(await sourcesOf('zèbre rayé')).includes('cours/notes.txt'), {
      what: 'the removed file is no longer found',
    });

    // One file of the folder is known as what it was indexed as.
    const one = await index('cours/neuf.md', '--tags', 'animaux,zoo', '--category', 'python_fun', '--kind', 'tutorial');
    expect(one.output).toMatch(/changed/);
    const removed = await index('cours', '--remove');
    expect(removed).toMatchObject({
      failed: 0,
      summary: '0 added, 0 changed, 0 unchanged, 7 removed, 0 skipped, 0 failed',
    });
    expect(await ofFolder()).toEqual([]);
    expect(await rag.models.documents.countDocuments({ kind: 'lesson' })).toBeGreaterThan(10);
  });

  it('names each file that is wrong and why, indexes the others, and tells by its exit code', async () => {
    await write('cours/bon.md', '# Bon\n\nUn bon texte.\n');
    await write('cours/latin.txt', Buffer.from('Une cha\u00eene accentu\u00e9e \u00ab vide \u00bb', 'latin1'));
    await write('cours/windows.py', Buffer.from('# -*- coding: cp1252 -*-\n"""D\u00e9j\u00e0 vu"""\n', 'latin1'));
    await write('cours/menteur.py', Buffer.from('# coding: utf-8\n"""D\u00e9j\u00e0"""\n', 'latin1'));
    await write('cours/utf16.txt', Buffer.from('\ufeffUn texte étrange', 'utf16le'));
    await write('cours/binaire.txt', Buffer.from([0x4d, 0x5a, 0, 1, 2, 3, 0xff]));
    await write('cours/carnet.ipynb', '{"cells": [');
    await write('cours/casse.pdf', 'pas un PDF');
    await write('cours/vide.md', '# \n');
    await write('cours/enorme.txt', '');
    await truncate(join(folder, 'cours/enorme.txt'), 20_000_001);
    await write('cours/__init__.py', '\n');
    await write('cours/image.png', Buffer.from([0x89, 0x50]));
    await write('cours/.cache/secret.md', '# Secret\n\nNon.');
    await write('cours/.env.md', '# Secret\n\nNon.');
    await write('dehors.md', '# Dehors\n\nNon.');
    await symlink(join(folder, 'dehors.md'), join(folder, 'cours/lien.md'));
    await symlink(folder, join(folder, 'cours/boucle'));
    await symlink(join(folder, 'cours/bon.md'), join(folder, 'cours/double.md'));
    await symlink(join(folder, 'rien'), join(folder, 'cours/perdu.md'));
    const { code, output, summary } = await indexAsProcess('cours', 'absent');
    expect(code).toBe(1);
    for (const line of [
      /failed +cours\/menteur\.py \(it says that it is utf-8, and is not: save it as UTF-8\)/,
      /failed +cours\/binaire\.txt \(it is binary, not text\)/,
      /failed +cours\/carnet\.ipynb \(it is not JSON\)/,
      /failed +cours\/casse\.pdf \(it is not a PDF file, or a broken one\)/,
      /failed +cours\/vide\.md \(it holds no text\)/,
      /failed +cours\/enorme\.txt \(it has 20 MB, and files may have 20 MB at most: divide it\)/,
      /failed +\S+\/absent \(there is no such file or folder\)/,
      /skipped +cours\/image\.png \(only \.md, .* can be read\)/,
      /skipped +cours\/__init__\.py \(it is empty\)/,
      /skipped +cours\/boucle \(it is a link that leads out of the folder\)/,
      /skipped +cours\/\.cache \(it is hidden\)/,
      /skipped +cours\/lien\.md \(it is a link that leads out of the folder\)/,
      /skipped +cours\/double\.md \(it is a link to what is here already\)/,
      /skipped +cours\/perdu\.md \(it is a link that leads nowhere\)/,
      /added +cours\/latin\.txt \(1 passage; read as windows-1252\)/,
    ]) {
      expect(output).toMatch(line);
    }
    expect(summary).toBe('4 added, 0 changed, 0 unchanged, 0 removed, 8 skipped, 7 failed');
    const passages = await rag.models.passages
      .find({ title: { $in: ['latin.txt', 'windows.py', 'utf16.txt'] } })
      .lean();
    expect(passages.map(({ text }) => text).sort()).toEqual(
      ['Déjà vu', expect.stringMatching(/^Un texte étrange/), expect.stringMatching(/^Une chaîne accentuée/)].sort(),
    );
    await index('cours', '--remove');
  });

  it('removes nothing when a folder is suddenly empty, or cannot be looked into', async () => {
    await write('cours/un.md', '# Un\n\nUn texte.\n');
    await write('cours/sous/deux.md', '# Deux\n\nUn texte.\n');
    await index('cours');
    const isRoot = process.getuid?.() === 0;
    if (!isRoot) {
      await chmod(join(folder, 'cours/sous'), 0);
      const blind = await index('cours', '--prune');
      await chmod(join(folder, 'cours/sous'), 0o755);
      expect(blind).toMatchObject({ failed: 1, summary: expect.stringContaining('0 removed') });
    }
    await rm(join(folder, 'cours'), { recursive: true });
    await mkdir(join(folder, 'cours'));
    const empty = await index('cours', '--prune');
    expect(empty).toMatchObject({ failed: 1, output: expect.stringContaining('use --remove') });
    expect(await ofFolder()).toHaveLength(2);
    expect(await index('cours', '--remove')).toMatchObject({
      failed: 0,
      summary: expect.stringContaining('2 removed'),
    });
  });
});

describe('a crash while files are indexed', () => {
  const state = async () => ({
    documents: (await ofFolder()).map(({ source, contentHash, passageCount }) => ({
      source,
      contentHash,
      passageCount,
    })),
    passages: await rag.models.passages
      .find({ documentId: /^file:/ }, { text: 1 })
      .sort({ _id: 1 })
      .lean(),
    version: (await rag.models.indexState.findById('passages').lean())?.version,
  });
  const text = (edition: string) =>
    `# Essai\n\n## Un\n\nPremière partie ${edition}.\n\n## Deux\n\nSeconde partie ${edition}.\n`;

  it.each(['versioned', 'inserted', 'announced'])(
    'leaves the old version answering when it comes once all is %s',
    async (point) => {
      for (const name of ['a', 'b', 'c']) await write(`cours/${name}.md`, text('ancienne'));
      await index('cours');
      const before = await state();
      for (const name of ['a', 'b', 'c']) await write(`cours/${name}.md`, text('neuve'));
      const doomed = await startProcess({
        script: 'subgraphs/rag/test/integration/processes/doomed-indexer.ts',
        args: [rag.mongoUrl, rag.database, join(folder, 'cours'), point],
      });
      const [, session = ''] = await doomed.waitForOutput(/reached \w+ in session ([0-9a-f]+)/);
      await doomed.kill();
      expect(await state()).toEqual(before);
      expect((await search('première partie ancienne')).length).toBeGreaterThan(0);

      // What MongoDB does by itself with a transaction nobody ends, a minute later.
      const id = new mongo.UUID(session);
      await rag.connection.db?.admin().command({ killSessions: [{ id }] });
      expect(await index('cours')).toMatchObject({ failed: 0, summary: expect.stringContaining('3 changed') });
      const passages = await rag.models.passages.find({ documentId: /^file:/ }).lean();
      expect(passages.map(({ text: each }) => each).every((each) => each.endsWith('partie neuve.'))).toBe(true);
      expect(passages).toHaveLength(6);
      await index('cours', '--remove');
    },
  );

  it('leaves the new version answering when it comes after the last word', async () => {
    await write('cours/a.md', text('ancienne'));
    await index('cours');
    await write('cours/a.md', text('neuve'));
    const doomed = await startProcess({
      script: 'subgraphs/rag/test/integration/processes/doomed-indexer.ts',
      args: [rag.mongoUrl, rag.database, join(folder, 'cours'), 'committed'],
    });
    await doomed.exited;
    expect(await index('cours')).toMatchObject({ summary: expect.stringContaining('1 unchanged') });
    await index('cours', '--remove');
  });
});
