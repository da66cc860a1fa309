import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GatewayContext } from '../context.js';

/** What subgraphs have been asked, and have answered or will, while one operation was executed. A class: one for each operation. */
export class RecordedAnswers {
  readonly #kept: RecordedAnswer[] = [];

  keep(answer: RecordedAnswer): void {
    this.#kept.push(answer);
  }

  /** Takes out the answer to a question; undefined when it has not been asked. */
  take({
    subgraph,
    query,
    variables,
  }: Pick<RecordedAnswer, 'subgraph' | 'query' | 'variables'>): RecordedAnswer['answer'] | undefined {
    const asked = JSON.stringify(variables);
    const index = this.#kept.findIndex(
      (one) => one.subgraph === subgraph && one.query === query && JSON.stringify(one.variables) === asked,
    );
    return this.#kept.splice(index, index < 0 ? 0 : 1)[0]?.answer;
  }

  /** Whoever takes them looks at those that failed; nobody else does. */
  calm(): void {
    for (const { answer } of this.#kept) answer.catch(() => undefined);
  }
}

type Answer = ReturnType<GraphQLDataSource['process']>;

/** One question and its answer. */
export interface RecordedAnswer {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: unknown;
  readonly answer: Answer;
}

/** The records of operations that the stock executor is to begin anew, by the context it is given. */
export type Records = WeakMap<object, RecordedAnswers>;

/** A data source that does not ask again what has been asked for the same operation. */
export function answerFromRecords(
  source: GraphQLDataSource<GatewayContext>,
  { subgraph, records }: { subgraph: string; records: Records },
): GraphQLDataSource<GatewayContext> {
  return {
    process(options: GraphQLDataSourceProcessOptions<GatewayContext>) {
      const record = options.kind === 'incoming operation' ? records.get(options.incomingRequestContext) : undefined;
      const { query = '', variables } = options.request;
      return record?.take({ subgraph, query, variables }) ?? source.process(options);
    },
  };
}
