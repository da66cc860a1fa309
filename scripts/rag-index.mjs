// `npm run rag:index -- <path…>`: documents for the assistant to quote. Builds what changed, then hands over to the
// launcher, which finds the data of `npm start`.
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
const { ragIndex } = await import('@doctorpy/launcher');
process.exit(await ragIndex({ args: process.argv.slice(2) }));
