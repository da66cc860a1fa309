export {
  createSubgraphServer,
  type ListenOptions,
  type StartedSubgraph,
  type StartOptions,
  type SubgraphOptions,
  type SubgraphPlugin,
  type SubgraphServer,
} from './create-subgraph-server.js';
export { type InternalCall, internalCall } from './internal-calls.js';
export { TooLong } from './json-copy.js';
export {
  type LocalAnswer,
  type LocalEvents,
  type LocalRequest,
  LocalStreamError,
  type LocalSubgraph,
  type LocalSubscription,
} from './local-subgraph.js';
export {
  addProbes,
  createOperationsServer,
  type OperatedPart,
  type OperationsServerOptions,
} from './operations-server.js';
