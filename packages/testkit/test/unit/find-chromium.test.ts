import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findChromium } from '../../src/index.js';

describe('looking for a Chromium', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'doctorpy-chromium-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const executable = async (name: string, says: string) => {
    const path = join(folder, name);
    await writeFile(path, `#!/bin/sh\necho "${says}"\n`);
    await chmod(path, 0o755);
    return path;
  };
  const report = () => {};

  it('takes the one that CHROMIUM_PATH names before any on PATH', async () => {
    await executable('chromium', 'Chromium 140');
    const chosen = await executable('mine', 'Chromium 150');
    const environment = { PATH: folder, CHROMIUM_PATH: chosen };
    expect(await findChromium({ environment, report })).toEqual({ path: chosen, problem: null });
  });

  it('says so when CHROMIUM_PATH names none, and looks no further', async () => {
    await executable('chromium', 'Chromium 140');
    const environment = { PATH: folder, CHROMIUM_PATH: join(folder, 'absent') };
    const { path, problem } = await findChromium({ environment, report });
    expect(path).toBeNull();
    expect(problem).toMatch(/^CHROMIUM_PATH names .*absent, which does not run/);
  });

  it('passes over a placeholder that only tells how to install one', async () => {
    await executable('chromium-browser', 'Please run: snap install it');
    const chrome = await executable('google-chrome', 'Google Chrome 150');
    expect(await findChromium({ environment: { PATH: folder }, report })).toEqual({ path: chrome, problem: null });
  });

  it('ends with a sentence where none is to be had', async () => {
    const { path, problem } = await findChromium({ environment: { PATH: folder }, report });
    expect(path).toBeNull();
    expect(problem).toMatch(/^No Chromium was found \(.+\): install one \(apt install chromium\)/);
  });
});
