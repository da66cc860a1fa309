import type { IncomingMessage } from 'node:http';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { BrowserSession } from '../../browser/session-cookies.js';
import type { GatewayContext } from '../../context.js';
import type { Identity } from '../../identity/identify.js';
import { type ClientLeft, traceparentOf } from '../request-context.js';

/** The context of a request, whose logger is made only when somebody asks for it. */
export class LaneContext implements GatewayContext {
  readonly caller: GatewayContext['caller'];
  readonly tokenExpiresAt: number | null;
  readonly authVersion: number | null;
  readonly tokenProblem = null;
  readonly outage = null;
  readonly takesText = true;
  readonly requestId: string;
  readonly browserSession: BrowserSession | null;
  readonly traceparent: string | null;
  readonly clientLeft: AbortSignal;
  readonly #log: Logger;
  #child: Logger | null = null;

  constructor(options: {
    readonly request: IncomingMessage;
    /** Of a caller whose token, if there is one, was accepted. */
    readonly identity: Identity;
    readonly requestId: string;
    readonly browserSession: BrowserSession | null;
    readonly clientLeft: ClientLeft;
    readonly log: Logger;
  }) {
    const { caller, tokenExpiresAt, authVersion } = options.identity;
    this.caller = caller;
    this.tokenExpiresAt = tokenExpiresAt;
    this.authVersion = authVersion;
    this.requestId = options.requestId;
    this.browserSession = options.browserSession;
    this.traceparent = traceparentOf(options.request.headers);
    this.#log = options.log;
    this.clientLeft = options.clientLeft(options.request.socket);
  }

  get log(): Logger {
    this.#child ??= this.#log.child({ requestId: this.requestId });
    return this.#child;
  }
}
