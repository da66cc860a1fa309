export type { Delivery } from './delivery/mailbox.js';
export {
  ClientError,
  type ErrorMessages,
  type FormatError,
  StreamError,
  type SubscriptionErrorCode,
} from './errors.js';
export { createFederatedSubscriptions } from './federated-subscriptions.js';
export type { AfterGap } from './feed.js';
export type {
  HandledRequest,
  HttpRefusal,
  HttpSubscriptionHandle,
  HttpSubscriptionLimits,
  HttpSubscriptionOptions,
} from './http/options.js';
export { createHttpSubscriptions } from './http/serve.js';
export type { SubscriptionLogger } from './logger.js';
export type {
  FederatedSubscriptions,
  FederatedSubscriptionsOptions,
  OpenedSubscription,
  ResultStream,
  Sharing,
  SubscribeRequest,
} from './options.js';
export type { SubscriptionLimits } from './quota.js';
export type { Frame } from './sharing/frame.js';
export type { LatestSink } from './sharing/seat.js';
export type { BackoffOptions } from './upstream/backoff.js';
export type { Upstream, UpstreamSink } from './upstream/upstream.js';
export { attachWebSocketServer } from './websocket/attach.js';
export type {
  Authentication,
  Refusal,
  Renewal,
  RenewalRefusal,
  SocketOperation,
  WebSocketLimits,
  WebSocketServerHandle,
  WebSocketServerOptions,
} from './websocket/options.js';
