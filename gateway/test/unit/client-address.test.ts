import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { createClientAddress } from '../../src/http/client-address.js';

const cases: Record<string, Record<string, string>> = {
  'no header': {},
  'one address': { 'x-forwarded-for': '192.0.2.1' },
  'an address behind two proxies': { 'x-forwarded-for': '192.0.2.1, 10.1.2.3' },
  'an address that somebody put in front': { 'x-forwarded-for': '198.51.100.7, 192.0.2.1' },
  'proxies alone': { 'x-forwarded-for': '10.0.0.1, 10.0.0.2' },
  'an IPv6 address': { 'x-forwarded-for': '2001:db8::1' },
  'an IPv6 proxy': { 'x-forwarded-for': '2001:db8::1, fd00::2' },
  'an IPv4 address written as IPv6': { 'x-forwarded-for': '::ffff:192.0.2.1' },
  'a proxy written as IPv6': { 'x-forwarded-for': '192.0.2.1, ::ffff:10.1.2.3' },
  'spaces and tabs': { 'x-forwarded-for': '192.0.2.1 ,\t10.1.2.3' },
  'commas alone': { 'x-forwarded-for': ',,' },
  'an empty header': { 'x-forwarded-for': '' },
  HTTPS: { 'x-forwarded-proto': 'https' },
  'HTTPS before HTTP': { 'x-forwarded-proto': 'https, http' },
  'HTTP before HTTPS': { 'x-forwarded-proto': 'http,https' },
  'an empty protocol': { 'x-forwarded-proto': '' },
};

describe('the address and protocol of a client', () => {
  describe.each([
    { trusted: [] },
    { trusted: ['10.0.0.0/8'] },
    { trusted: ['127.0.0.1'] },
    { trusted: ['loopback', '10.0.0.0/8', 'fd00::/8'] },
  ])('with $trusted trusted', ({ trusted }) => {
    let app: FastifyInstance;
    let url: string;
    beforeAll(async () => {
      const own = createClientAddress(trusted);
      app = fastify({ trustProxy: trusted.length > 0 ? [...trusted] : false });
      app.get('/', async ({ raw, ip, protocol }) => ({
        framework: { ip, protocol },
        own: { ip: own.ip(raw), protocol: own.protocol(raw) },
      }));
      await app.listen({ port: 0, host: '127.0.0.1' });
      url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    });
    afterAll(() => app?.close());

    it.each(Object.entries(cases))('are those of the framework: %s', async (_name, headers) => {
      const { own, framework } = JSON.parse(await (await fetch(url, { headers })).text());
      expect(framework.ip).toEqual(expect.any(String));
      expect(own).toEqual(framework);
    });
  });
});
