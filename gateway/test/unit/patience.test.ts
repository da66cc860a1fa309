import { describe, expect, it } from '@jest/globals';
import { createBareHttpServer } from '../bare-http-server.js';

describe('a client that sends its request byte by byte', () => {
  it('has half a minute for all of it, and half of that for its headers', async () => {
    const app = await createBareHttpServer();
    const { headersTimeout, requestTimeout } = app.server;
    await app.close();
    // Were the first one larger, Node would take it for the whole request, and the other for the headers.
    expect([headersTimeout, requestTimeout]).toEqual([15_000, 30_000]);
  });
});
