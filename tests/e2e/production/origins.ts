import { freePort } from '@doctorpy/testkit';

/** Where a front end is served that may call. */
export const APP = 'https://app.doctorpy.example';

/** Where one is served to a browser on this machine. */
export const pagesPort = await freePort();
