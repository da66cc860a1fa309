export {
  type Answer,
  type ClientError,
  type ClientOptions,
  type ConnectionState,
  createClient,
  type DoctorPyClient,
  type TokenRenewal,
} from './client.js';
export { graphql } from './generated/gql.js';
export * from './generated/graphql.js';
