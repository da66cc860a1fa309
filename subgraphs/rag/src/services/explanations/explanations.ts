import type { EventHandlers, EventOrigin } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Stamps } from '@doctorpy/service-kit/standing';
import type { ClientSession } from 'mongoose';
import type { DocumentRecord } from '../../models/document.model.js';
import type { Models } from '../../models/index.js';
import { markdownBlocks } from '../indexing/formats/markdown.js';
import type { DocumentDescription, Indexing, PreparedDocument, ReadyPassage } from '../indexing/indexing.js';
import { cutPassages } from '../indexing/passages.js';
import type { QuestExplanations, QuestSource } from './quest-source.js';

/** Keeps the explanations of quests indexed, each marked with the question whose answer it tells. */
export interface Explanations {
  /** Indexes those of all published quests and removes those of quests that are gone. */
  sync(): Promise<void>;
  /** Follows publications. */
  handlers: EventHandlers;
  /** Syncs in the background until it worked once: what was published while nobody listened is caught up with. */
  start(): void;
  stop(): Promise<void>;
}

/** The consumer group under which publications are followed. */
export const explanationsGroup = 'rag-explanations';

const origin: EventOrigin = { actorId: null, requestId: null, traceparent: null };

/** Milliseconds before quest is asked again when it could not be; twice as long each time, up to the second number. */
const pauses = { first: 500, longest: 30_000 };

/** Creates Explanations. */
export function createExplanations(deps: {
  source: QuestSource;
  indexing: Pick<Indexing, 'preparePassages' | 'commit' | 'remove'>;
  models: Pick<Models, 'documents'>;
  stamps: Pick<Stamps, 'renew'>;
  log: Logger;
}): Explanations {
  const { source, indexing, models, stamps, log } = deps;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const explanations: Explanations = {
    async sync() {
      // What is published while this goes on is another's work, and not to be taken for something gone.
      const before = await models.documents.find({ kind: 'explanation' }, { _id: 1 }).lean();
      const kept: string[] = [];
      let after: string | null = null;
      for (;;) {
        const quests: QuestExplanations[] = await source.page(after);
        if (quests.length === 0) break;
        kept.push(...(await store(quests)));
        after = quests.at(-1)?.questId ?? null;
      }
      await remove(before.map(({ _id }) => _id).filter((id) => !kept.includes(id)));
    },

    handlers: {
      async QUEST_PUBLISHED({ payload: { questId } }) {
        const kept = await store(await source.of(questId));
        await remove(languages.map((language) => idOf(questId, language)).filter((id) => !kept.includes(id)));
      },
    },

    start() {
      stopped = false;
      attempt(pauses.first);
    },

    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
  return explanations;

  function attempt(pauseMs: number): void {
    running = explanations.sync().catch((err: unknown) => {
      log.warn({ err }, 'explanations.sync_failed');
      if (stopped) return;
      timer = setTimeout(() => attempt(Math.min(2 * pauseMs, pauses.longest)), pauseMs);
      timer.unref();
    });
  }

  /** Ids of the documents that these quests make up, whether they changed or not. */
  async function store(quests: readonly QuestExplanations[]): Promise<string[]> {
    const documents = quests.flatMap(documentsOf).filter(({ passages }) => passages.length > 0);
    const prepared: PreparedDocument[] = [];
    for (const { description, passages } of documents) {
      const changed = await indexing.preparePassages(description, passages);
      if (changed) prepared.push(changed);
    }
    // Whom quest called done with a question before it was changed is not to be quoted its new explanation.
    if (prepared.length > 0) await stamps.renew('everybody');
    await indexing.commit(prepared, origin, isNewest);
    if (prepared.length > 0) log.info({ documents: prepared.length }, 'explanations.indexed');
    return documents.map(({ description }) => description.id);
  }

  /** A page may have been read before a publication that is stored by now, in this language or only in the other. */
  async function isNewest({ _id, questVersion = 0 }: DocumentRecord, session: ClientSession): Promise<boolean> {
    const quest = _id.slice(0, _id.lastIndexOf(':'));
    const ids = languages.map((language) => `${quest}:${language}`);
    const newer = { _id: { $in: ids }, questVersion: { $gt: questVersion } };
    return (await models.documents.exists(newer).session(session)) === null;
  }

  async function remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) await indexing.remove(id, origin);
  }
}

const languages = ['fr', 'en'] as const;
const idOf = (questId: string, language: string): string => `explanation:${questId}:${language}`;

function documentsOf({ questId, version, category, difficulty, texts }: QuestExplanations) {
  return texts.map(({ language, title, questions }) => {
    const description: DocumentDescription = {
      id: idOf(questId, language),
      kind: 'explanation',
      title: language === 'fr' ? `Explications : ${title}` : `Explanations: ${title}`,
      source: title,
      language,
      tags: [],
      category,
      difficulty,
      summary: null,
      url: null,
      createdBy: null,
      questVersion: version,
    };
    return { description, passages: questions.flatMap(passagesOf) };
  });
}

const longestHeading = 120;

/** Under what was asked, in a line. */
function passagesOf({
  questionId,
  prompt,
  explanation,
}: QuestExplanations['texts'][number]['questions'][number]): ReadyPassage[] {
  const [asked = ''] = prompt.trim().split('\n');
  const line = asked.replace(/[`*]/g, '');
  const heading = line.length > longestHeading ? `${line.slice(0, line.lastIndexOf(' ', longestHeading))} …` : line;
  const sections = [{ headings: [heading], blocks: markdownBlocks(explanation) }];
  return cutPassages(sections).map(({ headings, text }) => ({ headings, text, questionId }));
}
