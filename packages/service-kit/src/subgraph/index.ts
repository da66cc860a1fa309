export {
  createSubgraphServer,
  type SubgraphOptions,
  type SubgraphPlugin,
  type SubgraphServer,
} from './create-subgraph-server.js';
export { addProbes, createOperationsServer, type OperationsServerOptions } from './operations-server.js';
