// A container's health check: `node probe.mjs http://127.0.0.1:8001/livez`, or `node probe.mjs <socket> /livez`.
// Ends with 0 when the answer is 200, with 1 when it is another one or does not come within two seconds.
import { request } from 'node:http';

const [target = '', path = '/livez'] = process.argv.slice(2);

if (target.startsWith('http')) {
  const answer = await fetch(target, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
  process.exit(answer?.status === 200 ? 0 : 1);
}
// fetch knows no Unix sockets.
const exchange = request({ socketPath: target, path, timeout: 2_000 }, ({ statusCode }) =>
  process.exit(statusCode === 200 ? 0 : 1),
);
exchange.on('timeout', () => process.exit(1));
exchange.on('error', () => process.exit(1));
exchange.end();
