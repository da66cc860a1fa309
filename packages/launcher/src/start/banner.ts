import { type DemoAuthorization, demoEmails } from './demo.js';
import { mailsLandInFolder } from './services.js';
import type { Settings } from './settings.js';
import { mailFolderName } from './supergraph.js';

/** What the person who started the platform is told once it runs. */
export function banner(facts: {
  url: string;
  settings: Settings;
  mongoUrl: string;
  redisUrl: string;
  folder: string;
  seconds: number;
  /** Whether a model writes the assistant's answers, and what to do when none does. */
  assistant: string;
  /** The demo learner's Authorization header; none in production. */
  authorization: DemoAuthorization | undefined;
  demoPassword: string | undefined;
}): string {
  const { settings, url } = facts;
  const base = url.replace(/\/graphql$/, '');
  const rows: [string, string][] = [
    ['GraphQL and Sandbox', url],
    ...topologyRow(settings),
    ['Subscriptions', url.replace(/^http/, 'ws')],
    ['Offline explorer', `${base}/explorer`],
    ['Live leaderboard', `${base}/leaderboard (npm run simulate makes it move)`],
    ['Health', `${base}/health`],
    ['Health in detail', `http://127.0.0.1:${settings.opsPorts.gateway}/health (and /metrics)`],
    ['MongoDB', withoutPassword(facts.mongoUrl)],
    ['Redis', withoutPassword(facts.redisUrl)],
    ['Assistant', facts.assistant],
    ['Mails', mailRow(settings, facts.folder)],
    ['Logs', `${facts.folder}/logs`],
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(20)} ${value}`);
  const demo = facts.authorization
    ? [
        '',
        `  Demo accounts (this machine only), password ${facts.demoPassword}:`,
        `    ${demoEmails.join('  ')}`,
        `  To act as the demo learner until ${clock(facts.authorization.expiresAt)}, paste this header into Sandbox:`,
        `    Authorization: ${facts.authorization.header}`,
      ]
    : [];
  return [
    '',
    `DoctorPy runs (ready in ${facts.seconds.toFixed(1)} s)`,
    '',
    ...lines,
    ...demo,
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

/** Said where it is not what one expects. */
function topologyRow({ topology }: Settings): [string, string][] {
  if (topology === 'services') return [];
  return [['Topology', 'single: gateway and subgraphs in one process, the grader in its own']];
}

/** Where mails go; in development they are files to open. */
function mailRow(settings: Settings, folder: string): string {
  if (mailsLandInFolder(settings)) return `${folder}/${mailFolderName} (files; set SMTP_URL to send them)`;
  const { SMTP_URL } = settings.environment;
  return SMTP_URL ? `sent by ${new URL(SMTP_URL).host}` : 'off (set SMTP_URL to send them)';
}

function clock(time: Date): string {
  return time.toTimeString().slice(0, 5);
}

function withoutPassword(address: string): string {
  return address.replace(/\/\/([^:@/]*):[^@/]*@/, '//$1:***@');
}
