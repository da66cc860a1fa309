import { z } from 'zod';
import type { Explanations } from '../services/explanation/explanations.js';

/** As much of an HTTP server as a route needs. */
interface Routes {
  post(path: string, handle: (request: { body: unknown }, reply: Reply) => Promise<unknown>): unknown;
}
interface Reply {
  code(status: number): { send(body: unknown): unknown };
}

const body = z.union([
  z.strictObject({ questId: z.string().min(1).max(200) }),
  z.strictObject({ after: z.string().max(200).nullable() }),
]);

/**
 * `POST /internal/explanations`, for rag alone: `{questId}` answers `{quests: [at most one]}`, `{after}` the next page of
 * all published quests, in the order of ids, and none after the last. Never an answer key beside the explanations.
 */
export function explanationsRoute(explanations: Explanations): (app: Routes) => void {
  return (app) => {
    app.post('/internal/explanations', async (request, reply) => {
      const asked = body.safeParse(request.body);
      if (!asked.success) return reply.code(400).send({ error: 'A questId, or after, is needed.' });
      const quests =
        'questId' in asked.data ? await explanations.of(asked.data.questId) : await explanations.page(asked.data.after);
      return { quests };
    });
  };
}
