// `npm start`: installs and builds what is missing, then hands over to the launcher.
import { build, install, requireNode } from './prepare.mjs';

const startedAt = Date.now();
requireNode();
if (!(await install())) {
  fail('The dependencies could not be installed: see npm’s message above, check the network and run npm start again.');
}
if (!(await build())) {
  fail('The sources do not compile: see the messages above, or go back to a version that does.');
}
const { start } = await import('@doctorpy/launcher');
await start({ startedAt, report: (line) => console.log(line) });

/** @param {string} sentence */
function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}
