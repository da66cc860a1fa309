export {
  createSubgraphServer,
  type SubgraphOptions,
  type SubgraphPlugin,
  type SubgraphServer,
} from './create-subgraph-server.js';
export { type InternalCall, internalCall } from './internal-calls.js';
export { addProbes, createOperationsServer, type OperationsServerOptions } from './operations-server.js';
