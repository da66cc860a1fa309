import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  visit,
} from 'graphql';
import { z } from 'zod';

/** Operations known by their hash. */
export type Manifest = ReadonlyMap<string, string>;

const format = z.object({
  version: z.literal(1),
  operations: z.array(z.object({ hash: z.string(), name: z.string(), body: z.string() })),
});

/**
 * Reads what `codegen.ts` wrote.
 * @throws Error when it is something else, or an operation is not what its hash says
 */
export function readManifest(json: string): Manifest {
  const { operations } = format.parse(JSON.parse(json));
  for (const { hash, name, body } of operations) {
    if (hashOf(body) !== hash)
      throw new Error(`The manifest of operations is damaged: ${name} is not what its hash says.`);
  }
  return new Map(operations.map(({ hash, body }) => [hash, body]));
}

/** SHA-256 of a text, in hexadecimal digits. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * An operation as the manifest holds it: printed by GraphQL's own printer, without comments, its fragments after it in
 * the order of their names, and nothing else of the document.
 */
export function normalised(document: DocumentNode, operation: OperationDefinitionNode): string {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const used = new Set<string>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode) =>
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(name.value)) return;
        used.add(name.value);
        collect(fragment);
      },
    });
  collect(operation);
  const definitions = [...used].sort().flatMap((name) => fragments.get(name) ?? []);
  return [operation, ...definitions].map((definition) => print(definition)).join('\n\n');
}
