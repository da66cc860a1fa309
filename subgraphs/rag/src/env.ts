import { commonEnv, dataEnv, parseEnv, port, trustEnv } from '@doctorpy/service-kit/env';
import { z } from 'zod';

/** Rag's configuration. */
export type RagEnv = z.infer<typeof schema>;

/**
 * Reads the configuration from the environment.
 * @throws ConfigurationError naming every missing or wrong variable and how to set it
 */
export function readEnv(source?: Readonly<Record<string, string | undefined>>): RagEnv {
  return parseEnv(schema, source);
}

/** A number of times, or of seconds. */
const limit = (usual: number) => z.coerce.number().int().min(1).max(1_000_000).default(usual);

const schema = z.object({
  ...commonEnv,
  ...dataEnv,
  ...trustEnv,
  DATABASE_NAME: z.string().default('doctorpy_rag'),
  RAG_PORT: port(8002),
  OPS_PORT: port(8092),
  /** Where quest is asked for explanations, and whether a text would give answers away. */
  QUEST_URL: z.url().default('http://127.0.0.1:8004/graphql'),
  /** An Ollama server; none needs to be there. */
  OLLAMA_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .default('http://127.0.0.1:11434'),
  /** Small enough for a laptop without a graphics card, Apache-2.0, and writes French. */
  OLLAMA_MODEL: z.string().default('qwen2.5:1.5b'),
  /** An embedding model of the same server, for search by meaning beside words; left out, words alone decide. */
  OLLAMA_EMBED_MODEL: z.string().min(1).optional(),
  /** Share of vectors in a passage's score: measured best with small models. `rag:eval --tune` finds it for another. */
  RAG_VECTOR_WEIGHT: z.coerce.number().min(0).max(1).default(0.3),
  /** Threads the model may use; left out, Ollama chooses. */
  RAG_MODEL_THREADS: z.coerce.number().int().min(1).max(256).optional(),
  /** Milliseconds `ask` waits for the model before it quotes instead; below the gateway's patience with subgraphs. */
  RAG_ASK_TIMEOUT_MS: z.coerce.number().int().min(1000).max(600_000).default(20_000),
  /** The same for a streamed answer, which shows what it has. */
  RAG_STREAM_TIMEOUT_MS: z.coerce.number().int().min(1000).max(600_000).default(120_000),
  /** Answers generated at once, one for each learner; the others wait in line. */
  RAG_MODEL_PARALLEL: z.coerce.number().int().min(1).max(64).default(2),
  /** Questions that may wait for the model, of all learners and of one; the next one is answered with quotations. */
  RAG_MODEL_QUEUE: z.coerce.number().int().min(0).max(10_000).default(20),
  RAG_MODEL_QUEUE_PER_LEARNER: z.coerce.number().int().min(0).max(100).default(2),
  /** Milliseconds until a model's first word, while it may have to be loaded, and between two of its words. */
  RAG_FIRST_TOKEN_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(60_000),
  RAG_NEXT_TOKEN_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(15_000),
  /** What becomes of a generated sentence about the subject that no passage supports: shown and marked, or left out. */
  RAG_DOUBTFUL_SENTENCES: z.enum(['mark', 'drop']).default('mark'),
  /** Path of the grader's Unix socket: it reads the Python of generated answers. Left out, nobody does. */
  GRADER_SOCKET: z.string().min(1).optional(),
  /** Where learners reach the product: links of generated answers may lead there. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an https:// or http:// address' }).optional(),
  // What one person may ask in a window; see docs/reference/configuration.md.
  RAG_LIMIT_WINDOW_SECONDS: limit(3600),
  RAG_ASK_LIMIT_LEARNER: limit(60),
  RAG_ASK_LIMIT_AUTHOR: limit(300),
  RAG_ASK_LIMIT_ADMIN: limit(300),
  RAG_GENERATION_LIMIT_LEARNER: limit(20),
  RAG_GENERATION_LIMIT_AUTHOR: limit(100),
  RAG_GENERATION_LIMIT_ADMIN: limit(100),
  RAG_SEARCH_LIMIT: limit(600),
});
