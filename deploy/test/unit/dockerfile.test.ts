import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Copy, DockerfileParser, type Instruction } from 'dockerfile-ast';
import { parse } from 'yaml';
import { z } from 'zod';
import { composeWith, root, services, textOf } from './files.js';

const path = 'deploy/docker/Dockerfile';
const instructions = DockerfileParser.parse(textOf(path)).getInstructions();
const stages = stagesOf(instructions);
const targets = ['gateway', 'auth', 'rag', 'quest', 'grader'];
/** And the one that is none of docker-compose.yml's: several services in one process. */
const allTargets = [...targets, 'platform'];

describe('the Dockerfile', () => {
  it('has a target for every service that docker-compose.yml builds', () => {
    const secrets = Object.fromEntries(
      ['AUTH_SECRET_KEY', 'SERVICE_KEYS_AUTH', 'SERVICE_KEYS_RAG', 'SERVICE_KEYS_QUEST', 'SERVICE_KEYS_RAG_QUEST'].map(
        (name) => [name, 'x'],
      ),
    );
    const wanted = Object.values(composeWith(secrets).services).flatMap(({ build }) => build?.target ?? []);
    expect([...new Set(wanted)].sort()).toEqual([...targets].sort());
    for (const target of targets) expect([...stages.keys()]).toContain(target);
  });

  it('begins every stage from the pinned base or an earlier stage', () => {
    const known = new Set<string>();
    for (const [name, { from }] of stages) {
      if (!known.has(from)) expect(from).toMatch(/^node:\d+\.\d+\.\d+-[a-z]+-slim$/);
      known.add(name);
    }
  });

  it('copies only what exists, in the repository or in the stage it comes from', () => {
    for (const { stage, sources } of copies()) {
      for (const source of sources) {
        if (stage) {
          expect([...stages.keys()]).toContain(stage);
          // What a stage builds lies where its sources lie.
          const folder = source.replace(/^\/app\/?/, '').replace(/\/?dist$/, '');
          expect({ source, exists: existsSync(join(root, folder)) }).toEqual({ source, exists: true });
        } else {
          expect({ source, exists: existsSync(join(root, source)) }).toEqual({ source, exists: true });
        }
      }
    }
  });

  it('tells npm of every workspace', () => {
    const { workspaces } = z.object({ workspaces: z.array(z.string()) }).parse(JSON.parse(textOf('package.json')));
    const folders = workspaces.flatMap((workspace) => {
      if (!workspace.endsWith('/*')) return [workspace];
      const parent = workspace.slice(0, -2);
      return readdirSync(join(root, parent)).map((name) => `${parent}/${name}`);
    });
    const manifests = folders.map((folder) => `${folder}/package.json`).filter((file) => existsSync(join(root, file)));
    const copied = copies().flatMap(({ sources }) => sources);
    expect(manifests.filter((manifest) => !copied.includes(manifest))).toEqual([]);
  });

  it('brings every workspace of ours that a service is built on, compiled', () => {
    for (const target of allTargets) {
      const folder = ['gateway', 'grader', 'platform'].includes(target) ? target : `subgraphs/${target}`;
      const brought = (stages.get(target)?.instructions ?? []).flatMap((line) => copyOf(line)?.sources ?? []);
      for (const needed of workspacesBelow(folder)) expect(brought).toContain(`/app/${needed}/dist`);
    }
  });

  it('starts a program that the build makes, as somebody other than root', () => {
    expect(textOf(path)).toMatch(/^USER node$/m);
    for (const target of allTargets) {
      expect(stages.get(target)?.from).toBe('runtime');
      const command = last(target, 'CMD');
      const program = command.find((word) => word.endsWith('dist/main.js')) ?? '';
      expect(existsSync(join(root, program.replace('dist/main.js', 'src/main.ts')))).toBe(true);
    }
  });

  it('checks each service where it listens', () => {
    for (const [name, { readEnv }] of Object.entries(services)) {
      const ports = new Map<string, unknown>(Object.entries(readEnv(minimal)));
      const port = ports.get(`${name.toUpperCase()}_PORT`);
      expect(last(name, 'HEALTHCHECK').at(-1)).toBe(`http://127.0.0.1:${port}/livez`);
      expect(last(name, 'EXPOSE')).toEqual([String(port)]);
    }
    for (const keyword of ['HEALTHCHECK', 'EXPOSE'])
      expect(last('platform', keyword)).toEqual(last('gateway', keyword));
    const socket = last('grader', 'CMD').at(-1);
    expect(last('grader', 'HEALTHCHECK')).toEqual(expect.arrayContaining([socket, '/livez']));
  });

  it('brings the content and schema of every part to the one that runs them together', () => {
    const broughtTo = (target: string) =>
      (stages.get(target)?.instructions ?? []).flatMap((line) => copyOf(line)?.sources ?? []);
    const own = ['gateway', 'auth', 'rag', 'quest'].flatMap(broughtTo).filter((source) => source !== '/app');
    expect(own.filter((source) => !broughtTo('platform').includes(source))).toEqual([]);
  });

  it('starts the grader with an empty environment and capped memory', () => {
    expect(last('grader', 'CMD')).toEqual(expect.arrayContaining(['env', '-i', '--wasm-max-mem-pages=2048']));
  });
});

const minimal = {
  DATABASE_URL: 'mongodb://mongo:27017',
  REDIS_URL: 'redis://redis:6379',
  AUTH_SECRET_KEY: '0123456789abcdef0123456789abcdef',
};

interface Stage {
  from: string;
  instructions: Instruction[];
}

function stagesOf(lines: readonly Instruction[]): Map<string, Stage> {
  const found = new Map<string, Stage>();
  let current: Stage | undefined;
  for (const line of lines) {
    if (line.getKeyword() === 'FROM') {
      const [from = '', , name = ''] = words(line);
      current = { from, instructions: [] };
      found.set(name, current);
    } else {
      current?.instructions.push(line);
    }
  }
  return found;
}

function copies() {
  return instructions.flatMap((line) => copyOf(line) ?? []);
}

function copyOf(line: Instruction): { stage: string | undefined; sources: string[] } | undefined {
  if (!(line instanceof Copy)) return undefined;
  const stage = line.getFlags().find((flag) => flag.getName() === 'from');
  return { stage: stage?.getValue() ?? undefined, sources: words(line).slice(0, -1) };
}

/** The words of an instruction's last occurrence in a stage; a JSON array as its items. */
function last(target: string, keyword: string): string[] {
  const line = stages
    .get(target)
    ?.instructions.filter((candidate) => candidate.getKeyword() === keyword)
    .at(-1);
  const text = line?.getArgumentsContent() ?? '';
  const array = text.indexOf('[');
  return array === -1 ? text.split(/\s+/) : z.array(z.string()).parse(parse(text.slice(array)));
}

function words(line: Instruction): string[] {
  return line.getArgumentsContent()?.split(/\s+/) ?? [];
}

/** A workspace of ours and those it depends on, as folders. */
function workspacesBelow(folder: string, found = new Set<string>()): Set<string> {
  if (found.has(folder)) return found;
  found.add(folder);
  const manifest = z
    .object({ dependencies: z.record(z.string(), z.string()).default({}) })
    .parse(JSON.parse(textOf(`${folder}/package.json`)));
  for (const name of Object.keys(manifest.dependencies)) {
    const [, own] = /^@doctorpy\/(.+)$/.exec(name) ?? [];
    if (!own) continue;
    const place = [own, `packages/${own}`, `subgraphs/${own}`].find((path) =>
      existsSync(join(root, path, 'package.json')),
    );
    if (!place) throw new Error(`${folder} depends on ${name}, which is nowhere`);
    workspacesBelow(place, found);
  }
  return found;
}
