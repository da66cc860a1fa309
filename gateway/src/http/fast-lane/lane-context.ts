import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { BrowserSession } from '../../browser/session-cookies.js';
import type { GatewayContext } from '../../context.js';
import type { Identity } from '../../identity/identify.js';
import { abortedOnClose, traceparentOf } from '../request-context.js';

/** The context of a request, of which only that is made that somebody asks for. */
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
  readonly #log: Logger;
  readonly #response: ServerResponse;
  #child: Logger | null = null;
  #clientLeft: AbortSignal | null = null;

  constructor(options: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    /** Of a caller whose token, if there is one, was accepted. */
    readonly identity: Identity;
    readonly requestId: string;
    readonly browserSession: BrowserSession | null;
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
    this.#response = options.response;
  }

  get log(): Logger {
    this.#child ??= this.#log.child({ requestId: this.requestId });
    return this.#child;
  }

  get clientLeft(): AbortSignal {
    this.#clientLeft ??= abortedOnClose(this.#response);
    return this.#clientLeft;
  }
}
