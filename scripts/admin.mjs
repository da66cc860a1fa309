// `npm run admin -- <command>`: accounts, roles and suspensions of this installation. Builds what changed, then hands
// over to the launcher, which finds the data of `npm start`.
import { build, install, requireNode } from './prepare.mjs';

requireNode();
if (!(await install())) {
  console.error('The dependencies could not be installed: see npm’s message above, check the network and try again.');
  process.exit(1);
}
if (!(await build())) {
  console.error('The sources do not compile: see the messages above, or go back to a version that does.');
  process.exit(1);
}
const { admin } = await import('@doctorpy/launcher');
process.exit(await admin({ args: process.argv.slice(2) }));
