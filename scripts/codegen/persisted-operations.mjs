import { createHash } from 'node:crypto';
import { Kind, print, visit } from 'graphql';

/**
 * A codegen plugin: the manifest of operations that clients may send by hash, and the only ones that a gateway with
 * PERSISTED_OPERATIONS=safelist runs. The text of each is normalised as `gateway/src/persisted/manifest.ts` does.
 */
export const plugin = (_schema, documents) => {
  const definitions = documents.flatMap(({ document }) => document?.definitions ?? []);
  const fragments = new Map(
    definitions
      .filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const operations = definitions
    .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    .map((operation) => {
      const body = normalised(operation, fragments);
      return { hash: createHash('sha256').update(body).digest('hex'), name: operation.name?.value ?? '', body };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return `${JSON.stringify({ version: 1, operations }, null, 2)}\n`;
};

function normalised(operation, fragments) {
  const used = new Set();
  const collect = (node) =>
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(name.value)) return;
        used.add(name.value);
        collect(fragment);
      },
    });
  collect(operation);
  return [operation, ...[...used].sort().map((name) => fragments.get(name))].map((node) => print(node)).join('\n\n');
}
