import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { sdl } from './sdl.js';

/** The supergraph of the measured subgraphs. */
export function compose(urls: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(sdl).map(([name, source]) => ({ name, typeDefs: parse(source), url: urls[name] ?? '' })),
  );
  if (!supergraphSdl) throw new Error(`The subgraphs do not compose: ${errors?.[0]?.message}`);
  return supergraphSdl;
}
