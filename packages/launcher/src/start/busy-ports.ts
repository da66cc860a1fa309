import { LaunchError } from '../errors.js';
import { portProblem } from '../servers/port.js';
import { networkServices, opsPortVariable, portVariable, type Settings } from './settings.js';

/** Throws `LaunchError` when a port the platform is to listen on is taken, naming the variable that changes it. */
export async function requireFreePorts(settings: Settings): Promise<void> {
  for (const service of networkServices) {
    const host = service === 'gateway' ? settings.host : '127.0.0.1';
    await requireFree(settings.ports[service], host, service, portVariable(service));
    // In one process, the gateway's operations port is that of all.
    if (settings.topology === 'single' && service !== 'gateway') continue;
    await requireFree(settings.opsPorts[service], '127.0.0.1', `${service}'s health page`, opsPortVariable(service));
  }
}

async function requireFree(port: number, host: string, what: string, variable: string): Promise<void> {
  const problem = await portProblem(port, host);
  if (!problem) return;
  if (problem === 'EADDRINUSE') {
    throw new LaunchError(
      `Port ${port} is busy, so ${what} cannot listen: stop what uses it (another npm start?), or set ${variable} to a free port.`,
    );
  }
  throw new LaunchError(`Port ${port} on ${host} cannot be used for ${what} (${problem}): set ${variable} or HOST.`);
}
