// `npm run admin -- <command>`: accounts, roles and suspensions of this installation. Builds what changed, then hands
// over to the launcher, which finds the data of `npm start`.
import { prepareOrExit } from './prepare.mjs';

await prepareOrExit();
const { admin } = await import('@doctorpy/launcher');
process.exit(await admin({ args: process.argv.slice(2) }));
