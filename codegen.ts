import { defineConfig } from '@eddeee888/gcg-typescript-resolver-files';
import type { CodegenConfig } from '@graphql-codegen/cli';

/** Resolver types and files of one subgraph, next to its SDL. */
const subgraph = (name: string, contextType: string): NonNullable<CodegenConfig['generates']> => ({
  [`subgraphs/${name}/src/schema`]: {
    ...defineConfig(
      {
        tsConfigFilePath: `./subgraphs/${name}/tsconfig.json`,
        mergeSchema: false,
        // Plain value types need no resolver file: their fields are properties.
        resolverGeneration: {
          query: '*',
          mutation: '*',
          subscription: '*',
          scalar: '*',
          object: [
            '*',
            '!*.PageInfo',
            '!*.*Connection',
            '!*.*Edge',
            '!*.Choice',
            '!*.ExplanationStep',
            '!*.*Stats',
            '!*.*TestOutcome',
          ],
          union: '',
          interface: '',
          enum: '',
        },
        emitLegacyCommonJSImports: false,
        typesPluginsConfig: {
          federation: true,
          contextType: `../context.js#${contextType}`,
          enumsAsTypes: true,
          useTypeImports: true,
        },
      },
      { schema: `subgraphs/${name}/src/schema/*/schema.graphql` },
    ),
  },
});

const config: CodegenConfig = {
  generates: {
    ...subgraph('auth', 'AuthContext'),
    ...subgraph('quest', 'QuestContext'),
    ...subgraph('rag', 'RagContext'),
    'schema/persisted-operations.json': {
      schema: 'schema/api.graphql',
      documents: ['schema/operations/**/*.graphql'],
      plugins: ['./scripts/codegen/persisted-operations.mjs'],
    },
    'packages/client/src/generated/': {
      preset: 'client',
      schema: 'schema/api.graphql',
      documents: ['schema/operations/**/*.graphql'],
      presetConfig: { fragmentMasking: false },
      config: {
        emitLegacyCommonJSImports: false,
        importExtension: '.js',
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { DateTime: 'string', JSON: 'unknown' },
      },
    },
  },
};

export default config;
