import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { answering, codesOf, dataOf, type ScriptedOllama, startScriptedOllama, testDatabase } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrations } from '../../src/migrations/index.js';
import { createModels } from '../../src/models/index.js';
import { createTemplates, type TemplateWanted } from '../../src/services/answering/templates.js';
import { readPromptTemplates, type TemplateContent } from '../../src/services/seeding/prompt-templates.js';
import { publishTemplates } from '../../src/services/seeding/publish-templates.js';
import { content } from '../lesson-passages.js';
import { ask } from './ask.js';
import { admin, author, learner, type RagEnvironment, ragEnvironment } from './environment.js';

let ollama: ScriptedOllama;
let rag: RagEnvironment;
let ofProduct: TemplateContent[];
beforeAll(async () => {
  ollama = await startScriptedOllama('scripted:1b', answering('Une liste s’écrit entre crochets [1].'));
  rag = await ragEnvironment({ OLLAMA_URL: ollama.url, OLLAMA_MODEL: 'scripted:1b' });
  ofProduct = await readPromptTemplates(new URL('templates/', content));
});
afterAll(async () => {
  await rag.close();
  await ollama.close();
});

const execute = (query: string, input: object, caller: object = author) => rag.client.execute(query, { input }, caller);
const SAVE = `mutation ($input: SavePromptTemplateInput!) {
  savePromptTemplate(input: $input) { id version title template isInUse savedBy { id } } }`;
const PUBLISH = `mutation ($input: PublishPromptTemplateInput!) {
  publishPromptTemplate(input: $input) { id version newestVersion title publishedBy { id }
    versions(first: 10) { totalCount edges { node { version isInUse savedBy { id } } } } } }`;
const PREVIEW = `query ($input: PreviewPromptInput!) {
  previewPrompt(input: $input) { situation version template { id } messages { role content }
    passages { heading document { id } } } }`;

const textOf = (id: string) => ofProduct.find(({ _id }) => _id === id)?.template ?? '';
const reworded = (id: string, word: string) => textOf(id).replace('DoctorPy', `DoctorPy, ${word}`);
/** What the model was told last. */
const lastChat = () => JSON.stringify(ollama.chats.at(-1)?.body.messages);

describe('the prompt of a question', () => {
  const query = 'Comment créer une liste';
  const onQuest = 'La personne est en train de faire la quête indiquée.';
  const onError = 'La question contient un message d’erreur de Python.';

  it('follows its situation: free, an error pasted, on a quest', async () => {
    await ask(rag.client, learner, { query });
    expect(lastChat()).not.toMatch(new RegExp(`${onQuest}|${onError}`));
    await ask(rag.client, learner, { query: `${query} ? TypeError: 'list' object is not callable` });
    expect(lastChat()).toContain(onError);
    await ask(rag.client, learner, { query, questId: 'python_lists_101' });
    expect(lastChat()).toContain(onQuest);
    await rag.models.learnerFocus.create({ _id: 'busy', questId: 'python_loops_101', completedQuestIds: [] });
    await ask(rag.client, { ...learner, userId: 'busy' }, { query });
    expect(lastChat()).toContain(onQuest);
  });

  it('is for the level that the request names, else for the one that quests say', async () => {
    const skilled = { ...learner, userId: 'skilled' };
    const completedQuestIds = ['a', 'b', 'c', 'd'];
    await rag.models.learnerFocus.create({ _id: 'skilled', questId: null, completedQuestIds });
    await ask(rag.client, skilled, { query });
    expect(lastChat()).toContain('qui connaît les bases de Python');
    await ask(rag.client, skilled, { query, level: 'ADVANCED' });
    expect(lastChat()).toContain('à l’aise avec Python');
  });

  it('falls back on free questions of the same level, then on the nearest level', async () => {
    const wanted: TemplateWanted = { queryType: 'DEBUG', level: 'INTERMEDIATE', language: 'fr', situation: 'IN_QUEST' };
    const records = await rag.models.promptTemplates.find({ queryType: 'DEBUG', language: 'fr' }).lean();
    const order: (string | undefined)[] = [];
    for (;;) {
      const chosen = await createTemplates(rag.models).choose(wanted);
      order.push(chosen?._id);
      if (!chosen) break;
      await rag.models.promptTemplates.deleteOne({ _id: chosen._id });
    }
    await rag.models.promptTemplates.insertMany(records.filter(({ _id }) => order.includes(_id)));
    expect(order).toEqual([
      'debug.intermediate.fr.in_quest',
      'debug.intermediate.fr',
      'debug.beginner.fr.in_quest',
      'debug.beginner.fr',
      'debug.advanced.fr.in_quest',
      'debug.advanced.fr',
      undefined,
    ]);
  });
});

describe('an author', () => {
  const id = 'concept.beginner.fr';
  const question = { query: 'C’est quoi une liste ?', queryType: 'CONCEPT' };
  const change = (basedOn: number, word: string) => {
    return { templateId: id, basedOn, title: `Notion, ${word}`, template: reworded(id, word) };
  };

  it('saves a version, which is used from the next question on once it is published, and can be taken back', async () => {
    await ask(rag.client, learner, question);
    const written = change(1, 'la belle école');
    const onWindows = { ...written, template: written.template.replaceAll('\n', '\r\n') };
    const saved = dataOf(await execute(SAVE, onWindows)).savePromptTemplate;
    expect(saved).toMatchObject({ id: `${id}@2`, version: 2, isInUse: false, savedBy: { id: 'author-1' } });
    expect((await ask(rag.client, learner, question)).fromCache).toBe(true);

    const published = dataOf(await execute(PUBLISH, { templateId: id, version: 2, replaces: 1 }));
    expect(published.publishPromptTemplate).toMatchObject({
      ...{ id, version: 2, newestVersion: 2, title: 'Notion, la belle école', publishedBy: { id: 'author-1' } },
      versions: {
        totalCount: 2,
        edges: [
          { node: { version: 2, isInUse: true, savedBy: { id: 'author-1' } } },
          { node: { version: 1, isInUse: false, savedBy: null } },
        ],
      },
    });
    expect((await ask(rag.client, learner, question)).fromCache).toBe(false);
    expect(lastChat()).toContain('DoctorPy, la belle école');

    const restored = await execute(PUBLISH, { templateId: id, version: 1, replaces: 2 }, admin);
    expect(dataOf(restored).publishPromptTemplate).toMatchObject({ version: 1, newestVersion: 2 });
    expect((await ask(rag.client, learner, question)).fromCache).toBe(true);
    const again = await execute(PUBLISH, { templateId: id, version: 1, replaces: 2 });
    expect(dataOf(again).publishPromptTemplate.version).toBe(1);
  });

  it('cannot overwrite what another author saved or published meanwhile', async () => {
    const [one, other] = await Promise.all([execute(SAVE, change(2, 'A')), execute(SAVE, change(2, 'B'))]);
    expect([...codesOf(one), ...codesOf(other)]).toEqual(['CONFLICT']);
    expect(codesOf(await execute(PUBLISH, { templateId: id, version: 3, replaces: 2 }))).toEqual(['CONFLICT']);
    expect(codesOf(await execute(PUBLISH, { templateId: id, version: 9, replaces: 1 }))).toEqual(['NOT_FOUND']);
    expect(codesOf(await execute(SAVE, { ...change(1, 'A'), templateId: 'none' }))).toEqual(['NOT_FOUND']);
  });

  it('is told everything that is wrong with a text, and nothing is kept then', async () => {
    const { errors } = await execute(SAVE, {
      templateId: id,
      basedOn: 3,
      title: '',
      template: '{{question}} {{quiz}}',
    });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [
        { path: ['input', 'title'], code: 'EMPTY' },
        { path: ['input', 'template'], code: 'UNKNOWN_PLACEHOLDER' },
        { path: ['input', 'template'], code: 'PLACEHOLDER_COUNT' },
        { path: ['input', 'template'], code: 'PLACEHOLDER_COUNT' },
      ],
    });
    expect(await rag.models.promptTemplateVersions.countDocuments({ templateId: id })).toBe(3);
  });

  it('sees the very messages that a model gets for a question, with the passages that are found', async () => {
    const question = { query: 'Comment ajouter un élément à une liste ?', queryType: 'CODE_HELP', level: 'ADVANCED' };
    const shown = dataOf(await execute(PREVIEW, { ...question, questId: 'python_lists_101' })).previewPrompt;
    expect(shown).toMatchObject({
      situation: 'IN_QUEST',
      version: 1,
      template: { id: 'code_help.advanced.fr.in_quest' },
    });
    expect(shown.passages[0].document.id).toBe('lesson:listes');
    const before = ollama.chats.length;
    await ask(rag.client, { ...learner, userId: 'fresh' }, { ...question, questId: 'python_lists_101' });
    expect(ollama.chats).toHaveLength(before + 1);
    expect(ollama.chats.at(-1)?.body.messages).toEqual(shown.messages);
  });

  it('tries a version or a text that is not saved yet on any question', async () => {
    const query = 'C’est quoi une liste ?';
    const old = dataOf(await execute(PREVIEW, { query, templateId: id, version: 2 })).previewPrompt;
    expect(old).toMatchObject({ version: 2, situation: 'FREE' });
    expect(JSON.stringify(old.messages)).toContain('DoctorPy, la belle école');
    const draft = dataOf(
      await execute(PREVIEW, { query, templateId: id, draft: reworded(id, 'en chantier').replaceAll('\n', '\r\n') }),
    );
    expect(draft.previewPrompt).toMatchObject({ version: null });
    expect(JSON.stringify(draft.previewPrompt.messages)).toContain('DoctorPy, en chantier');
    const wrong = await execute(PREVIEW, { query, templateId: id, draft: 'Bonjour {{question}}' });
    expect(wrong.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: ['input', 'draft'] }, { path: ['input', 'draft'] }],
    });
    const nothing = dataOf(await execute(PREVIEW, { query: 'Qui a gagné le Tour de France ?' })).previewPrompt;
    expect(nothing).toMatchObject({ messages: [], passages: [] });
  });

  it('is the only one who may: learners see what is in use, and no more', async () => {
    const all = [
      execute(SAVE, change(3, 'C'), learner),
      execute(PUBLISH, { templateId: id, version: 2, replaces: 1 }, learner),
      execute(PREVIEW, { query: 'liste' }, learner),
      rag.client.execute(`{ promptTemplate(id: "${id}") { versions { totalCount } } }`, {}, learner),
    ];
    for (const answer of await Promise.all(all)) expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    const seen = `{ promptTemplate(id: "${id}") { version situation } promptTemplates(level: ADVANCED, situation: IN_QUEST, language: "fr") { id } }`;
    const { promptTemplate, promptTemplates } = dataOf(await rag.client.execute(seen, {}, learner));
    expect(promptTemplate).toEqual({ version: 1, situation: 'FREE' });
    expect(promptTemplates.map((each: { id: string }) => each.id)).toEqual(
      ['code_help', 'concept', 'debug', 'exercise'].map((type) => `${type}.advanced.fr.in_quest`),
    );
  });
});

describe('the templates of an earlier release', () => {
  it('are kept as the first versions of free questions, and stay in use until their files change', async () => {
    const { url, database, drop } = await testDatabase();
    const connection = await connectMongo({ url, database, log: silentLogger() });
    await runMigrations(connection, migrations.slice(0, 3), silentLogger());
    const free = ofProduct.filter(({ situation }) => situation === 'FREE');
    const old = free.map(({ situation: _later, ...template }) => ({ ...template, version: 4 }));
    const records = connection.collection<{ _id: string }>('prompt_templates');
    await records.insertMany(old);
    await runMigrations(connection, migrations, silentLogger());
    const report = await publishTemplates(createModels(connection), ofProduct, silentLogger());
    expect(report).toMatchObject({ total: 72, changed: 48, removed: 0 });
    expect(await records.findOne({ _id: 'debug.beginner.fr' })).toMatchObject({
      ...{ version: 4, newestVersion: 4, situation: 'FREE', publishedBy: null },
    });
    await connection.close();
    await drop();
  });
});

describe('seeding', () => {
  const id = 'exercise.advanced.en';
  const seed = (changes: Partial<TemplateContent>, others = ofProduct) => {
    const contents = others.map((each) => (each._id === id ? { ...each, ...changes } : each));
    return publishTemplates(rag.models, contents, silentLogger());
  };
  const inUse = async () => {
    const { version, template, publishedBy } = await rag.models.promptTemplates.findById(id).orFail().lean();
    return { version, publishedBy, word: /DoctorPy, (\w+)/.exec(template)?.[1] };
  };

  it('puts a file in use that changed, and does nothing the second time', async () => {
    expect(await seed({ template: reworded(id, 'two') })).toMatchObject({ total: 72, changed: 1, removed: 0 });
    expect(await inUse()).toEqual({ version: 2, publishedBy: null, word: 'two' });
    expect(await seed({ template: reworded(id, 'two') })).toMatchObject({ changed: 0, passedOver: 0 });
  });

  it('leaves what an author put in use, unless the file has a higher version', async () => {
    await execute(SAVE, { templateId: id, basedOn: 2, title: 'Mine', template: reworded(id, 'mine') });
    await execute(PUBLISH, { templateId: id, version: 3, replaces: 2 });
    expect(await seed({ template: reworded(id, 'four') })).toMatchObject({ changed: 0, passedOver: 1 });
    expect(
      await seed(
        {},
        ofProduct.filter(({ _id }) => _id !== id),
      ),
    ).toMatchObject({ removed: 0 });
    expect(await inUse()).toEqual({ version: 3, publishedBy: 'author-1', word: 'mine' });
    const higher = { template: reworded(id, 'higher'), version: 9 };
    expect(await seed(higher)).toMatchObject({ changed: 1, passedOver: 0 });
    expect(await inUse()).toEqual({ version: 9, publishedBy: null, word: 'higher' });
    // An author who takes the old version back is not overruled by the same file again.
    await execute(PUBLISH, { templateId: id, version: 3, replaces: 9 });
    expect(await seed(higher)).toMatchObject({ changed: 0, passedOver: 0 });
    expect(await inUse()).toMatchObject({ version: 3, word: 'mine' });
  });
});
