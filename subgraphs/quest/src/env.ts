import { commonEnv, dataEnv, parseEnv, platformTimeZone, port, trustEnv } from '@doctorpy/service-kit/env';
import { z } from 'zod';

/** Quest's configuration. */
export type QuestEnv = z.infer<typeof schema>;

/**
 * Reads the configuration from the environment.
 * @throws ConfigurationError naming every missing or wrong variable and how to set it
 */
export function readEnv(source?: Readonly<Record<string, string | undefined>>): QuestEnv {
  return parseEnv(schema, source);
}

const schema = z.object({
  ...commonEnv,
  ...dataEnv,
  ...trustEnv,
  DATABASE_NAME: z.string().default('doctorpy_quest'),
  QUEST_PORT: port(8004),
  OPS_PORT: port(8094),
  /** Path of the grader's Unix socket; without it code answers are kept and graded once it is known. */
  GRADER_SOCKET: z.string().default('/run/doctorpy/grader.sock'),
  PLATFORM_TIME_ZONE: platformTimeZone,
});
