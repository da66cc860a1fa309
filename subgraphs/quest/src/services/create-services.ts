import { createOutbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { createStamps, type Stamps } from '@doctorpy/service-kit/standing';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Connection } from 'mongoose';
import { createModels } from '../models/index.js';
import { createAchievements } from './achievement/achievements.js';
import { createLateUnlocks } from './achievement/late-unlocks.js';
import { createUnlocks } from './achievement/unlocks.js';
import { originOf } from './actor.js';
import { createAnalytics } from './analytics/analytics.js';
import { createAttempts } from './attempt/attempts.js';
import { createCredit } from './attempt/credit.js';
import { createCatalogue } from './catalogue/catalogue.js';
import type { Clock } from './clock.js';
import { createDisclosures } from './disclosure/disclosures.js';
import { createExplanations } from './explanation/explanations.js';
import { boardEnd } from './leaderboard/board.js';
import { createLeaderboardChanges } from './leaderboard/changes.js';
import { createLeaderboards } from './leaderboard/leaderboard.js';
import { createProjector } from './leaderboard/projector.js';
import { createRanking } from './leaderboard/ranking.js';
import { createBoardRecord } from './leaderboard/record.js';
import { createLearners } from './learner/learners.js';
import { createLearningDays } from './learner/learning-day.js';
import { zoneOf } from './learner/totals.js';
import { createNews } from './live/news.js';
import { createMasteries } from './mastery/masteries.js';
import { createAccountNews } from './player/account-news.js';
import { createHousekeeping } from './player/housekeeping.js';
import { createLearningExport } from './player/learning-export.js';
import { createPlayers } from './player/players.js';
import { createPrivacy } from './player/privacy.js';
import { createProgresses } from './progress/progresses.js';
import { createDrafts } from './publishing/drafts.js';
import { createRecommendations } from './recommendation/recommendations.js';
import type { RehearsalGrader } from './rehearsal/rehearse-question.js';
import { createReviewCards } from './review/cards.js';
import { rememberingCredit } from './review/credit.js';
import { createReviewQueue } from './review/queue.js';
import { createReviews } from './review/reviews.js';
import { createStandings } from './standing/standings.js';

/** What the services are made of. */
export interface ServiceDeps {
  connection: Connection;
  /** For commands. */
  redis: Redis;
  /** For live news alone. */
  subscriber: Redis;
  grader: RehearsalGrader;
  /** Tell others when what they remember of a learner is old. @default those in `redis` */
  stamps?: Pick<Stamps, 'change' | 'mark' | 'issue'>;
  clock: Clock;
  log: Logger;
  /** Asks for the delivery of events at once, after a commit. */
  deliverEvents: () => void;
  /** Told of every answer that the grader never judged. @default nobody is */
  onGivenUp?: () => void;
}

/** All rules of this subgraph, wired together. */
export type QuestServices = ReturnType<typeof createServices>;

/** Days for which Redis keeps a board after its end. */
const RANKING_KEPT_DAYS = 2;

/** Wires the services of this subgraph. */
export function createServices(deps: ServiceDeps) {
  const { connection, redis, subscriber, grader, clock, log, deliverEvents, onGivenUp = () => {} } = deps;
  const { stamps = createStamps({ redis, log }) } = deps;
  const models = createModels(connection);
  const outbox = createOutbox({ connection, producer: 'quest' });
  const catalogue = createCatalogue(models);
  const players = createPlayers({ models, outbox });
  const learners = createLearners(models, players, clock);
  const achievements = createAchievements(models);
  const progresses = createProgresses({ connection, models, catalogue, learners, outbox, stamps, clock });
  const record = createBoardRecord(models);
  const ranking = createRanking({ redis, expiryOf: expiries(clock.timeZone) });
  const projector = createProjector({ models, record, ranking, redis, clock, log });
  const leaderboards = createLeaderboards({ ranking, record, catalogue, players, clock, log });
  const news = createNews({ subscriber, log });
  const privacy = createPrivacy({
    connection,
    players,
    onChanged: async (actor) => {
      deliverEvents();
      await projector.projectPlayerNow(actor.userId, originOf(actor));
    },
  });
  const cards = createReviewCards(models);
  const masteries = createMasteries({ models, catalogue, clock });
  const attempts = createAttempts({
    connection,
    models,
    catalogue,
    progresses,
    learners,
    grader,
    outbox,
    stamps,
    clock,
    log,
    credit: rememberingCredit(createCredit({ models, boards: record, players, achievements, outbox, clock }), cards),
    onGraded: async (attempt, actor) => {
      deliverEvents();
      await projector.projectNow(attempt, originOf(actor));
    },
    onGivenUp,
  });
  return {
    models,
    outbox,
    clock,
    catalogue,
    learners,
    learningDays: createLearningDays({ connection, learners, clock }),
    achievements,
    lateUnlocks: createLateUnlocks({ connection, models, achievements, outbox, deliverEvents, clock, log }),
    progresses,
    attempts,
    disclosures: createDisclosures({ models, catalogue, grader }),
    explanations: createExplanations(models),
    standings: createStandings({ models, catalogue, stamps }),
    drafts: createDrafts({ connection, models, outbox, stamps, grader, clock, log, deliverEvents }),
    recommendations: createRecommendations({ models, masteries }),
    analytics: createAnalytics({
      models,
      masteries,
      zoneOf: async (userId) => zoneOf(await learners.of(userId), clock),
      clock,
    }),
    reviewQueue: createReviewQueue({ models, catalogue, clock }),
    reviews: createReviews({
      connection,
      models,
      catalogue,
      cards,
      learners,
      achievements,
      outbox,
      deliverEvents,
      grader,
      clock,
      log,
    }),
    projector,
    leaderboards,
    leaderboardChanges: createLeaderboardChanges({ leaderboards, news, clock, log }),
    players,
    privacy,
    accountNews: createAccountNews({ models, players, outbox, stamps, clock }),
    housekeeping: createHousekeeping({ connection, models, players, ranking, deliverEvents, clock, log }),
    learningExport: createLearningExport({ models, privacy }),
    unlocks: createUnlocks({ achievements, news, log }),
  };
}

/** Until when Redis keeps a board. Every line asks for it, and working out where a period ends takes longer than sending the line. */
function expiries(timeZone: string): (board: string) => number | null {
  const known = new LRUCache<string, { at: number | null }>({ max: 1000 });
  return (board) => {
    const held = known.get(board);
    if (held) return held.at;
    const end = boardEnd(board, timeZone);
    const at = end === null ? null : end.getTime() + RANKING_KEPT_DAYS * 86_400_000;
    known.set(board, { at });
    return at;
  };
}
