import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { readEnv as readGatewayEnv } from '../../../gateway/src/env.js';
import { readEnv as readAuthEnv } from '../../../subgraphs/auth/src/env.js';
import { readEnv as readQuestEnv } from '../../../subgraphs/quest/src/env.js';
import { readEnv as readRagEnv } from '../../../subgraphs/rag/src/env.js';

/** The root folder of the repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The text of a file, by its path from the root. */
export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

type Source = Readonly<Record<string, string | undefined>>;

/** How each service reads its configuration, and where that is written. */
export const services = {
  gateway: { readEnv: readGatewayEnv, envFile: 'gateway/src/env.ts' },
  auth: { readEnv: readAuthEnv, envFile: 'subgraphs/auth/src/env.ts' },
  rag: { readEnv: readRagEnv, envFile: 'subgraphs/rag/src/env.ts' },
  quest: { readEnv: readQuestEnv, envFile: 'subgraphs/quest/src/env.ts' },
} as const satisfies Record<string, { readEnv: (source?: Source) => object; envFile: string }>;

/** docker-compose.yml as it stands, merges done, variables not yet replaced. */
export const rawCompose: unknown = parse(textOf('docker-compose.yml'), { merge: true });

/** docker-compose.yml with every variable replaced as Compose would, from `environment`. */
export function composeWith(environment: Source): z.infer<typeof composeSchema> {
  return composeSchema.parse(interpolateAll(rawCompose, environment));
}

/** Every `${VARIABLE}` in docker-compose.yml. */
export function composeVariables(): Set<string> {
  return new Set([...textOf('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name));
}

/** Name → value of every line of .env.example, also of those that are commented out. */
export function exampleVariables(): Map<string, string> {
  const lines = textOf('.env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$/gm);
  return new Map([...lines].map(([, name = '', value = '']) => [name, value]));
}

const condition = z.enum(['service_healthy', 'service_completed_successfully']);

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      build: z.object({ context: z.string(), dockerfile: z.string(), target: z.string() }).optional(),
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()).default({}),
      ports: z.array(z.string()).default([]),
      networks: z.array(z.string()).default([]),
      network_mode: z.string().optional(),
      volumes: z.array(z.string()).default([]),
      healthcheck: z.object({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
      depends_on: z.record(z.string(), z.object({ condition })).default({}),
      read_only: z.boolean().optional(),
      cap_drop: z.array(z.string()).default([]),
      security_opt: z.array(z.string()).default([]),
      pids_limit: z.number().optional(),
      mem_limit: z.string().optional(),
      profiles: z.array(z.string()).default([]),
    }),
  ),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.object({})),
});

function interpolateAll(value: unknown, environment: Source): unknown {
  if (typeof value === 'string') return interpolate(value, environment);
  if (Array.isArray(value)) return value.map((item) => interpolateAll(item, environment));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolateAll(item, environment)]));
}

/** `${NAME:-default}` and `${NAME:?message}`, the innermost first, so that a default may hold another variable. */
function interpolate(text: string, environment: Source): string {
  const replaced = text.replace(/\$\{([A-Z_]+)(?::([-?])([^${}]*))?\}/g, (_whole, name, kind, rest) => {
    const value = environment[name];
    if (value) return value;
    if (kind === '?') throw new Error(`${name} ${rest}`);
    return rest ?? '';
  });
  return replaced === text ? text : interpolate(replaced, environment);
}
