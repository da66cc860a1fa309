import { createHash } from 'node:crypto';
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { Logger } from '@doctorpy/service-kit/logging';
import { type GraphQLFormattedError, Kind, parse, type SelectionSetNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GatewayContext } from '../context.js';
import type { SubgraphSource } from '../subgraphs/signed-data-source.js';
import type { Currency } from './currency.js';
import {
  type EntitiesPlan,
  type EntityPart,
  type FetchPlan,
  type RootPlan,
  readFetch,
  type SchemaFacts,
} from './fetch-plan.js';
import type { EntityCacheMetrics } from './metrics.js';
import { type AsOf, type EntityStore, type Found, type Kept, type Wanted, within } from './store.js';
import { SUBJECT_TYPES, subjectsOfMutations } from './subjects.js';

/** What keeping answers of one subgraph needs. */
export interface EntityCacheDeps {
  readonly subgraph: string;
  /** Of the supergraph in force, with a name of its own for each. */
  readonly facts: () => SchemaFacts & { readonly version: string };
  readonly store: EntityStore;
  readonly currency: Currency;
  readonly metrics: EntityCacheMetrics;
  readonly log: Logger;
}

type DataSource = GraphQLDataSource<GatewayContext>;
type Options = GraphQLDataSourceProcessOptions<GatewayContext>;
type Answer = Awaited<ReturnType<DataSource['process']>>;

/** Fetches whose plan is remembered: as many as operations that clients use at a time. */
const PLANS = 2_000;
/** All of them together, … */
const MAX_PLAN_BYTES = 32 * 1024 * 1024;
/** … each estimated high by its text: a plan for entities holds what was parsed. */
const BYTES_PER_CHARACTER = 50;
/** Values longer than this are not kept. */
const MAX_VALUE_BYTES = 64 * 1024;
/** Longest anything is kept, whatever the subgraph says, in seconds. */
const MAX_AGE_SECONDS = 3_600;
/** Redis that takes longer than this is not waited for, in milliseconds, … */
const PATIENCE_MS = 100;
/** … and then not asked for a while. */
const PAUSE_MS = 1_000;
/** What the subgraph lets nobody keep is not looked for again so soon, in milliseconds. */
const HOPELESS_MS = 30_000;
/** What took longer to read is not kept: what keeps the past from coming back does not hold for ever, in milliseconds. */
const LONGEST_READ_MS = 60_000;

/**
 * Keeps what a subgraph says anybody may be given (`Cache-Control: public, max-age=…`), if all of it is PUBLIC by the
 * supergraph as well: entities one by one, of which only those that are missing are asked for, and whole selections of
 * Query. Mutations, and what completes their answers, are always asked; what one changes is forgotten before its answer
 * leaves. Without Redis the subgraph is asked as if there were no cache.
 */
export function withEntityCache(source: SubgraphSource, deps: EntityCacheDeps): DataSource {
  const { subgraph, store, currency, metrics, log } = deps;
  const plans = new LRUCache<string, { plan: FetchPlan | null }>({
    max: PLANS,
    maxSize: MAX_PLAN_BYTES,
    sizeCalculation: (_plan, { length }) => length * BYTES_PER_CHARACTER,
  });
  /** Of what the subgraph lets nobody keep, until when it is not looked for. */
  const hopeless = new WeakMap<FetchPlan, number>();
  let pausedUntil = 0;

  function planOf(query: string): FetchPlan | null {
    const facts = deps.facts();
    const key = `${facts.version} ${query}`;
    const known = plans.get(key);
    if (known) return known.plan;
    const plan = readFetch(query, facts);
    plans.set(key, { plan });
    return plan;
  }

  /** Null where Redis does not answer in time. */
  async function look(wanted: readonly Wanted[], generations: readonly string[]): Promise<Found | null> {
    if (performance.now() < pausedUntil) return null;
    try {
      const found = await soon(store.read(wanted, generations));
      for (const value of found.values) {
        metrics.lookups.inc({ subgraph, outcome: value === null ? 'miss' : 'hit' });
      }
      // What was forgotten while it was being read may be among it.
      return currency.isCurrent() ? found : null;
    } catch (error) {
      pausedUntil = performance.now() + PAUSE_MS;
      metrics.lookups.inc({ subgraph, outcome: 'error' }, wanted.length);
      log.debug({ err: error, subgraph }, 'entity_cache.unreachable');
      return null;
    }
  }

  function keep(answer: Answer, kept: readonly Kept[], asOf: AsOf, askedAt: number): void {
    const seconds = Math.min(maxAgeOf(answer), MAX_AGE_SECONDS);
    const fitting = kept.filter(({ json }) => json.length <= MAX_VALUE_BYTES);
    const isLate = performance.now() - askedAt > LONGEST_READ_MS;
    if (seconds === 0 || answer.errors?.length || fitting.length === 0 || isLate || !currency.isCurrent()) return;
    store.write(fitting, asOf, seconds * 1000).then(
      (written) => metrics.unkept.inc({ subgraph, reason: 'changed' }, fitting.length - written),
      (error: unknown) => {
        metrics.unkept.inc({ subgraph, reason: 'error' }, fitting.length);
        log.debug({ err: error, subgraph }, 'entity_cache.unreachable');
      },
    );
  }

  async function root(plan: RootPlan, options: Options, context: GatewayContext): Promise<Answer> {
    const digest = digestOf([plan.selection, plan.definitions, valuesOf(plan.variables, options)], context);
    const wanted = { type: 'Query', id: digest, digest };
    const found = await look([wanted], generationsOf([], plan.gives));
    const [value] = found?.values ?? [];
    if (value) return { data: JSON.parse(value) };
    const askedAt = performance.now();
    const answer = await source.process(found ? { ...options, asOf: nameOf(found.asOf) } : options);
    const { data } = answer;
    // What is not there today may be there tomorrow, and anybody can ask for what never is.
    if (found && data && Object.values(data).every((field) => field !== null)) {
      keep(answer, [{ wanted, index: 0, json: JSON.stringify(data) }], found.asOf, askedAt);
    }
    return answer;
  }

  async function entities(plan: EntitiesPlan, options: Options, context: GatewayContext): Promise<Answer> {
    const representations = readRepresentations(options.request.variables?.[plan.representations], plan);
    if (!representations) return source.process(options);
    const values = valuesOf(plan.variables, options);
    const wanted = representations.map(({ type, id, part, text }) => {
      return { type, id, digest: digestOf([part.selection, plan.definitions, values, text], context) };
    });
    const itself = representations.flatMap(({ part }) => [...part.itself]);
    const gives = representations.flatMap(({ part }) => [...part.gives]);
    const found = await look(wanted, generationsOf(itself, gives));
    if (!found) return source.process(options);
    const known = found.values.map((value): unknown => (value === null ? null : JSON.parse(value)));
    const missing = [...known.keys()].filter((index) => found.values[index] === null);
    if (missing.length === 0) return { data: { [plan.responseKey]: known } };
    const askedAt = performance.now();
    const answer = await source.process({ ...askingFor(missing, plan, options), asOf: nameOf(found.asOf) });
    const given: unknown = answer.data?.[plan.responseKey];
    const fresh = Array.isArray(given) && given.length === missing.length ? given : null;
    const kept = missing.flatMap((index, place) => {
      const one: unknown = fresh?.[place] ?? null;
      const its = wanted[index];
      return one === null || !its ? [] : [{ wanted: its, index, json: JSON.stringify(one) }];
    });
    keep(answer, kept, found.asOf, askedAt);
    if (missing.length === known.length) return answer;
    for (const [place, index] of missing.entries()) known[index] = fresh?.[place] ?? null;
    // What is known is given also while the subgraph is away.
    return { ...answer, ...atTheirPlaces(answer, missing), data: { [plan.responseKey]: known } };
  }

  function digestOf(parts: readonly unknown[], { caller: { language } }: GatewayContext): string {
    return createHash('sha256')
      .update(JSON.stringify([subgraph, deps.facts().version, language, ...parts]))
      .digest('base64url');
  }

  return {
    async process(options) {
      const query = options.request.query ?? '';
      if (options.kind !== 'incoming operation') return source.process(options);
      if (isMutation(query)) {
        const answer = await source.process(options);
        const fields = rootFieldsOf(query);
        const subjects = fields.flatMap((field) => subjectsOfMutations[field]?.(options.context) ?? []);
        await currency.changed(subjects, 'mutation');
        return answer;
      }
      const isOfQuery = options.incomingRequestContext.operation?.operation !== 'mutation';
      const plan = isOfQuery && currency.isCurrent() ? planOf(query) : null;
      if (!plan || (hopeless.get(plan) ?? 0) > performance.now()) return source.process(options);
      const { context } = options;
      const answer = await (plan.kind === 'root' ? root(plan, options, context) : entities(plan, options, context));
      if (isWholeAndUnkept(answer)) hopeless.set(plan, performance.now() + HOPELESS_MS);
      return answer;
    },
  };
}

/**
 * The state that an answer will be kept by. Whoever joins a request that was sent in the same state may keep its answer as
 * well as whoever sent it: nothing changed in between.
 */
function nameOf({ generation, marks }: AsOf): string {
  return JSON.stringify([generation, marks]);
}

interface Representation {
  readonly type: string;
  readonly id: string;
  readonly part: EntityPart;
  /** All of it: fields that the subgraph requires may be among it. */
  readonly text: string;
}

/** Null unless all of them have an `id`, and a part in what is asked. */
function readRepresentations(value: unknown, plan: EntitiesPlan): Representation[] | null {
  if (!Array.isArray(value)) return null;
  const read = value.map((one: unknown): Representation | null => {
    if (typeof one !== 'object' || one === null || !('__typename' in one) || !('id' in one)) return null;
    const { __typename: type, id } = one;
    if (typeof type !== 'string' || typeof id !== 'string') return null;
    const part = plan.of(type);
    return part && { type, id, part, text: canonical(one) };
  });
  return read.every((one) => one !== null) ? read : null;
}

function askingFor(missing: readonly number[], plan: EntitiesPlan, options: Options): Options {
  const all: unknown = options.request.variables?.[plan.representations];
  if (!Array.isArray(all) || missing.length === all.length) return options;
  const representations = missing.map((index): unknown => all[index]);
  const variables = { ...options.request.variables, [plan.representations]: representations };
  return { ...options, request: { ...options.request, variables } };
}

/** Errors say which of the entities they are about: by its place among all, not among those that were missing. */
function atTheirPlaces(answer: Answer, missing: readonly number[]): Pick<Answer, 'errors'> {
  if (!answer.errors) return {};
  const errors = answer.errors.map((error: GraphQLFormattedError) => {
    const [key, place, ...rest] = error.path ?? [];
    const index = typeof place === 'number' ? missing[place] : undefined;
    return key === undefined || index === undefined ? error : { ...error, path: [key, index, ...rest] };
  });
  return { errors } as Pick<Answer, 'errors'>;
}

/** Only types of which changes are told: of others none will ever be. */
function generationsOf(itself: Iterable<string>, gives: Iterable<string>): string[] {
  const names = new Set<string>();
  for (const type of itself) if (SUBJECT_TYPES.has(type)) names.add(type);
  for (const type of gives) if (SUBJECT_TYPES.has(type)) names.add(within(type));
  return [...names].sort();
}

function valuesOf(names: readonly string[], { request }: Options): string {
  return canonical(Object.fromEntries(names.map((name) => [name, request.variables?.[name]])));
}

/** JSON with the fields of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** `public, max-age=N` as N; 0 for anything else. */
function maxAgeOf(answer: Answer): number {
  const said: unknown = Reflect.get(answer, 'cacheControl');
  const [, seconds] = typeof said === 'string' ? (/^public, max-age=(\d{1,9})$/.exec(said) ?? []) : [];
  return Number(seconds ?? 0);
}

/** Nothing went wrong, and still it may not be kept: that lies in what was asked. */
function isWholeAndUnkept(answer: Answer): boolean {
  return Reflect.get(answer, 'cacheControl') === 'no-store' && !answer.errors?.length;
}

function isMutation(query: string): boolean {
  return /^\s*mutation\b/.test(query);
}

function rootFieldsOf(query: string): string[] {
  const { definitions } = parse(query, { noLocation: true });
  const fragments = new Map<string, SelectionSetNode>();
  for (const one of definitions)
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one.selectionSet);
  const fields = new Set<string>();
  const read = ({ selections }: SelectionSetNode): void => {
    for (const one of selections) {
      if (one.kind === Kind.FIELD) fields.add(one.name.value);
      else if (one.kind === Kind.INLINE_FRAGMENT) read(one.selectionSet);
      else {
        const spread = fragments.get(one.name.value);
        fragments.delete(one.name.value);
        if (spread) read(spread);
      }
    }
  };
  for (const one of definitions) if (one.kind === Kind.OPERATION_DEFINITION) read(one.selectionSet);
  return [...fields];
}

async function soon<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No reply within ${PATIENCE_MS} ms.`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
