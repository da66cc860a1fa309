import { buildSchemaFromAST, operationFromDocument, type Schema } from '@apollo/federation-internals';
import type {
  ApolloGateway,
  Experimental_DidResolveQueryPlanCallback,
  GraphQLDataSource,
  ServiceMap,
} from '@apollo/gateway';
import { GraphQLDataSourceRequestKind } from '@apollo/gateway/dist/datasources/types.js';
import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { Logger } from '@doctorpy/service-kit/logging';
import { type DocumentNode, type GraphQLSchema, Kind, OperationTypeNode, parse, printSchema } from 'graphql';
import type { GatewayContext } from '../context.js';
import { PassedAnswer, type PassThrough } from '../subgraphs/passed-answer.js';
import {
  type CompiledPlan,
  chosen,
  compilePlan,
  type FetchedAnswer,
  type PlanRun,
  plainData,
  type SubgraphFetch,
  soleFetch,
} from './compiled-plan.js';
import { type CompiledResponse, compileResponse, type Values } from './compiled-response.js';
import { Departure } from './departure.js';
import { createJournal } from './merge.js';
import { answerFromRecords, RecordedAnswers, type Records } from './recorded-answers.js';
import { SerializedData } from './serialized-data.js';

/** Executes queries that have run before with what was prepared from their plan; all else is the stock gateway's work. */
export interface CompiledExecution {
  /** Belongs into the configuration of the gateway: tells of plans. */
  readonly didResolveQueryPlan: Experimental_DidResolveQueryPlanCallback;
  /** Belongs around every data source the gateway is given: what was asked before a hand-over is not asked again. */
  readonly source: (subgraph: string, source: GraphQLDataSource<GatewayContext>) => GraphQLDataSource<GatewayContext>;
  /** The gateway for Apollo Server: its own schema and planner, and this execution. */
  over(gateway: Pick<ApolloGateway, 'load' | 'onSchemaLoadOrUpdate' | 'stop' | 'executor'>): GatewayInterface;
  /** How many operations were executed so, how many were begun so and handed over, and how many it had nothing prepared for. */
  counts(): { readonly compiled: number; readonly handedOver: number; readonly stock: number };
}

type GatewayInterface = NonNullable<ApolloServerOptions<BaseContext>['gateway']>;
type Executor = ApolloGateway['executor'];
type RequestContext = Parameters<Executor>[0];

/** What execution needs to know of those it works for. */
export interface CompiledExecutionOptions {
  /** Whether whoever asked takes {@link SerializedData} in place of data. */
  readonly takesText: (context: Record<string, unknown>) => boolean;
  readonly log: Logger;
}

/** A plan as the stock gateway made it. */
interface Planned {
  readonly queryPlan: QueryPlan;
  readonly serviceMap: ServiceMap;
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
}

/** What one subgraph answers, where possible without reading it. @throws Departure */
async function answerAlone(
  { response }: Compiled,
  node: FetchNode,
  variables: Values,
  ask: (fetch: SubgraphFetch, passThrough?: PassThrough) => Promise<FetchedAnswer>,
): Promise<string> {
  const passThrough = response.passThrough(variables) ?? undefined;
  const answer = await ask({ node, variables: chosen(variables, node.variableUsages ?? []), path: [] }, passThrough);
  if (answer instanceof PassedAnswer && answer.by === passThrough) return answer.text;
  return response.write(plainData(answer), variables);
}

/** What several answers become together. @throws Departure */
async function answerBy({ plan, response }: Compiled, run: PlanRun): Promise<string> {
  await plan(run);
  return response.write(run.data, run.variables);
}

interface Compiled {
  readonly plan: CompiledPlan;
  /** What is asked of the one subgraph that answers it alone, if one does. */
  readonly sole: FetchNode | null;
  readonly response: CompiledResponse;
  readonly serviceMap: ServiceMap;
}

/** What is known of one operation of a document: its plan, then what was made of it; null when it is not plain. */
interface Known {
  planned: Planned | null;
  compiled: Compiled | null;
}

/**
 * Makes it. What is prepared is kept with the document that Apollo Server keeps parsed, of one supergraph, and depends
 * on nothing that a caller sends.
 */
export function createCompiledExecution({ takesText, log }: CompiledExecutionOptions): CompiledExecution {
  const operations = new WeakMap<DocumentNode, Map<string, Known>>();
  const schemas = new WeakMap<GraphQLSchema, Schema>();
  const records: Records = new WeakMap();
  const counts = { compiled: 0, handedOver: 0, stock: 0 };

  const schemaOf = (schema: GraphQLSchema): Schema => {
    const known = schemas.get(schema) ?? buildSchemaFromAST(parse(printSchema(schema)));
    schemas.set(schema, known);
    return known;
  };

  const compile = ({ queryPlan, serviceMap, document, schema }: Planned): Compiled | null => {
    try {
      const operation = operationFromDocument(schemaOf(schema), document, { validate: false });
      return {
        plan: compilePlan(queryPlan, operation, schema),
        sole: soleFetch(queryPlan),
        response: compileResponse(operation),
        serviceMap,
      };
    } catch (error) {
      if (!(error instanceof Departure)) log.warn({ err: error }, 'execution.not_compiled');
      return null;
    }
  };

  const find = ({ document, request }: RequestContext): Compiled | null => {
    const known = operations.get(document)?.get(request.operationName ?? '');
    if (!known) return null;
    if (known.planned) {
      known.compiled = compile(known.planned);
      known.planned = null;
    }
    return known.compiled;
  };

  const execute = async (compiled: Compiled, context: RequestContext, stock: Executor) => {
    const record = new RecordedAnswers();
    const ask = ({ node, variables, path }: SubgraphFetch, passThrough?: PassThrough): Promise<FetchedAnswer> => {
      const { serviceName: subgraph, operation: query, operationName } = node;
      const source = compiled.serviceMap[subgraph];
      if (!source) throw new Departure('a subgraph that is not there');
      const options = {
        kind: GraphQLDataSourceRequestKind.INCOMING_OPERATION,
        request: { query, variables, ...(operationName !== undefined && { operationName }) },
        incomingRequestContext: context,
        context: context.context,
        ...(node.operationDocumentNode && { document: node.operationDocumentNode }),
        pathInIncomingRequest: [...path],
        passThrough,
      };
      const answer = source.process(options);
      record.keep({ subgraph, query, variables, answer });
      return answer;
    };
    const run: PlanRun = {
      variables: context.request.variables ?? {},
      data: {},
      journal: createJournal(),
      isOver: false,
      ask,
    };
    try {
      const text = compiled.sole
        ? await answerAlone(compiled, compiled.sole, run.variables, ask)
        : await answerBy(compiled, run);
      counts.compiled += 1;
      return { data: takesText(context.context) ? new SerializedData(text) : JSON.parse(text) };
    } catch (error) {
      if (!(error instanceof Departure)) log.debug({ err: error }, 'execution.handed_over');
      run.isOver = true;
      run.journal.undo();
      record.calm();
      records.set(context, record);
      counts.handedOver += 1;
      return stock(context);
    }
  };

  return {
    didResolveQueryPlan({ queryPlan, serviceMap, operationContext, requestContext }) {
      const { operation, fragments, schema } = operationContext;
      if (operation.operation !== OperationTypeNode.QUERY) return;
      const name = requestContext.request.operationName ?? '';
      const known = operations.get(requestContext.document) ?? new Map<string, Known>();
      operations.set(requestContext.document, known);
      if (known.has(name)) return;
      const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...Object.values(fragments)] };
      known.set(name, { planned: { queryPlan, serviceMap, document, schema }, compiled: null });
    },
    source: (subgraph, source) => answerFromRecords(source, { subgraph, records }),
    over: (gateway) => ({
      onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
      stop: () => gateway.stop(),
      async load(options) {
        const loaded = await gateway.load(options);
        const stock: Executor = loaded.executor ?? gateway.executor;
        return {
          executor: (context) => {
            const compiled = find(context);
            if (compiled) return execute(compiled, context, stock);
            counts.stock += 1;
            return stock(context);
          },
        };
      },
    }),
    counts: () => ({ ...counts }),
  };
}
