import { type AuthEnv, readEnv as readAuthEnv } from '@doctorpy/auth';
import { type GatewayEnv, readEnv as readGatewayEnv } from '@doctorpy/gateway';
import { type QuestEnv, readEnv as readQuestEnv } from '@doctorpy/quest';
import { type RagEnv, readEnv as readRagEnv } from '@doctorpy/rag';

/** The configuration of each part, as each would have read it in a process of its own. */
export interface PlatformEnv {
  readonly auth: AuthEnv;
  readonly quest: QuestEnv;
  readonly rag: RagEnv;
  readonly gateway: GatewayEnv;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration of all parts from one environment. A variable that several of them know means the same to all,
 * except: `HOST` and `OPS_PORT` are the gateway's (subgraphs stay on loopback, and operators ask in one place), and a
 * database's name is set by `AUTH_DATABASE_NAME`, `QUEST_DATABASE_NAME`, `RAG_DATABASE_NAME`. Where the subgraphs are follows
 * from their ports.
 * @throws ConfigurationError naming every missing or wrong variable of the first part that has one
 */
export function readPlatformEnv(variables: Variables): PlatformEnv {
  const inside = {
    ...variables,
    HOST: '127.0.0.1',
    OPS_PORT: undefined,
    AUTH_URL: addressOf(variables.AUTH_PORT || '8001'),
    QUEST_URL: addressOf(variables.QUEST_PORT || '8004'),
    RAG_URL: addressOf(variables.RAG_PORT || '8002'),
  };
  return {
    auth: readAuthEnv({ ...inside, DATABASE_NAME: variables.AUTH_DATABASE_NAME }),
    quest: readQuestEnv({ ...inside, DATABASE_NAME: variables.QUEST_DATABASE_NAME }),
    rag: readRagEnv({ ...inside, DATABASE_NAME: variables.RAG_DATABASE_NAME }),
    gateway: readGatewayEnv({ ...inside, HOST: variables.HOST, OPS_PORT: variables.OPS_PORT }),
  };
}

const addressOf = (port: string): string => `http://127.0.0.1:${port}/graphql`;
