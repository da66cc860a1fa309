import type { Caller } from '@doctorpy/service-kit/caller';
import DataLoader from 'dataloader';
import { questVersionId } from './models/quest-version.model.js';
import type { PublicQuestion } from './services/catalogue/public-question.js';
import type { QuestServices } from './services/create-services.js';

/** One request's view of the data: everything asked for one by one is read together, once. */
export type Loaders = ReturnType<typeof createLoaders>;

/** The loaders of one request, in its caller's language. */
export function createLoaders(
  { catalogue, achievements, attempts, learners, learningDays, players, privacy, progresses }: QuestServices,
  caller: Caller,
) {
  // What caller it is, is only looked at where it matters: answers for which nobody looked may be kept for all.
  const { language } = caller;
  const loaders = {
    quests: new DataLoader(async (ids: readonly string[]) =>
      inOrder(ids, await catalogue.byIds(ids, language), ({ id }) => id),
    ),
    categories: new DataLoader(async (ids: readonly string[]) =>
      inOrder(ids, await catalogue.categories(language), ({ id }) => id),
    ),
    questCounts: new DataLoader(async (ids: readonly string[]) => {
      const counts = await catalogue.questCounts();
      return ids.map((id) => counts.get(id) ?? 0);
    }),
    versions: new DataLoader(async (ids: readonly string[]) =>
      inOrder(ids, await catalogue.versions(ids), ({ questId, version }) => questVersionId(questId, version)),
    ),
    /** The caller's newest run of a quest; null when anonymous or never started. */
    myProgress: new DataLoader(async (questIds: readonly string[]) =>
      caller.userId === null ? questIds.map(() => null) : progresses.newestOf(caller.userId, questIds),
    ),
    progress: new DataLoader(async (ids: readonly string[]) =>
      inOrder(ids, await progresses.byIds(ids), ({ _id }) => _id),
    ),
    attempts: new DataLoader(async (ids: readonly string[]) =>
      inOrder(ids, await attempts.byIds(ids), ({ _id }) => _id),
    ),
    achievements: new DataLoader(async (ids: readonly string[]) =>
      inOrder(ids, await achievements.byIds(ids, language), ({ id }) => id),
    ),
    held: new DataLoader((userIds: readonly string[]) => achievements.heldBy(userIds)),
    stats: new DataLoader((userIds: readonly string[]) => learners.statsOf(userIds)),
    appearances: new DataLoader((userIds: readonly string[]) => players.appearancesOf(userIds)),
    playerIds: new DataLoader((userIds: readonly string[]) => learners.playerIdsOf(userIds)),
    // Read together, and each time anew: mutations of the same request change them.
    learningDays: new DataLoader((userIds: readonly string[]) => learningDays.ofAll(userIds), { cache: false }),
    privacy: new DataLoader((userIds: readonly string[]) => privacy.ofAll(userIds), { cache: false }),
  };
  return {
    ...loaders,

    /** A question of a published quest by its id (`python_variables_101:q1`), or null. */
    async question(id: string): Promise<PublicQuestion | null> {
      const quest = await loaders.quests.load(id.slice(0, Math.max(0, id.lastIndexOf(':'))));
      return quest?.questions.find((question) => question.id === id) ?? null;
    },

    /** May the caller look at the stats and achievements of this learner? */
    async seesStatsOf(id: string): Promise<boolean> {
      if (id === caller.userId || caller.roles.includes('ADMIN')) return true;
      return !(await loaders.appearances.load(id)).statsHidden;
    },

    /** Forgets all that was read: each event of a subscription is answered from what is true then. */
    forget(): void {
      for (const loader of Object.values(loaders)) loader.clearAll();
    },
  };
}

/** What must be there. Throws when a record refers to something that never was. */
export function present<T>(found: T | null, what: string): T {
  if (found === null) throw new Error(`${what} is missing`);
  return found;
}

function inOrder<T>(ids: readonly string[], found: readonly T[], idOf: (item: T) => string): (T | null)[] {
  const byId = new Map(found.map((item) => [idOf(item), item]));
  return ids.map((id) => byId.get(id) ?? null);
}
