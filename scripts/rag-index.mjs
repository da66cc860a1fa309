// `npm run rag:index -- <path…>`: documents for the assistant to quote. Builds what changed, then hands over to the
// launcher, which finds the data of `npm start`.
import { prepareOrExit } from './prepare.mjs';

await prepareOrExit();
const { ragIndex } = await import('@doctorpy/launcher');
process.exit(await ragIndex({ args: process.argv.slice(2) }));
