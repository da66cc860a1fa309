/** Ends the mongod that global-setup.mjs started, and removes its data. */
export default async function stopSharedMongo() {
  await globalThis.doctorpySharedMongo?.stop();
}
