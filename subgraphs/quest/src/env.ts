import { commonEnv, dataEnv, parseEnv, port, trustEnv } from '@doctorpy/service-kit/env';
import { IANAZone } from 'luxon';
import { z } from 'zod';

const schema = z.object({
  ...commonEnv,
  ...dataEnv,
  ...trustEnv,
  DATABASE_NAME: z.string().default('doctorpy_quest'),
  QUEST_PORT: port(8004),
  OPS_PORT: port(8094),
  /** Path of the grader's Unix socket; without it code answers are kept and graded once it is known. */
  GRADER_SOCKET: z.string().default('/run/doctorpy/grader.sock'),
  PLATFORM_TIME_ZONE: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'must be an IANA time zone such as Europe/Paris')
    .default('Europe/Paris'),
});

/** The configuration of this service. */
export type QuestEnv = z.infer<typeof schema>;

/** Reads it from the environment; throws a ConfigurationError naming each variable that is missing or wrong. */
export const readEnv = (source?: Readonly<Record<string, string | undefined>>): QuestEnv => parseEnv(schema, source);
