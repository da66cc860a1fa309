import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import { depart, type Fields, isFields, isInherited } from './departure.js';
import { mergeFields } from './merge.js';

/** What a subgraph is told of an entity to find it by; null when the entity lacks a field, or is of none of the types. */
export type Represent = (entity: unknown) => Fields | null;

/** Prepares the selection of keys and required fields. @throws Departure for types that are not public */
export function compileRepresentation(selections: readonly QueryPlanSelectionNode[], schema: GraphQLSchema): Represent {
  const steps = selections.map((selection) => stepOf(selection, schema));
  return (entity) => {
    if (entity === null) return null;
    if (!isFields(entity)) depart('an entity that is no object');
    const representation: Fields = {};
    return steps.every((step) => step(entity, representation)) ? representation : null;
  };
}

/** Adds to the representation. @returns false when there can be none */
type Step = (entity: Fields, representation: Fields) => boolean;

function stepOf(selection: QueryPlanSelectionNode, schema: GraphQLSchema): Step {
  if (selection.kind === 'InlineFragment') {
    const { typeCondition } = selection;
    if (!typeCondition) return () => true;
    const applies = conditionOf(typeCondition, schema);
    const select = compileRepresentation(selection.selections, schema);
    return (entity, representation) => {
      const selected = applies(entity.__typename) ? select(entity) : null;
      if (selected) mergeFields(representation, selected);
      return true;
    };
  }
  const name = selection.alias ?? selection.name;
  if (isInherited(name)) depart('an inherited name');
  const select = selection.selections ? compileRepresentation(selection.selections, schema) : null;
  return (entity, representation) => {
    const value = entity[name];
    if (value === undefined) return false;
    if (!select) representation[name] = value;
    else representation[name] = Array.isArray(value) ? value.map(select) : select(value);
    return true;
  };
}

function conditionOf(typeCondition: string, schema: GraphQLSchema): (typename: unknown) => boolean {
  const condition = schema.getType(typeCondition) ?? depart('a type that is not public');
  if (!isAbstractType(condition)) return (typename) => typename === typeCondition;
  return (typename) => {
    if (typeof typename !== 'string') return false;
    if (typename === typeCondition) return true;
    const type = schema.getType(typename) ?? depart('a type that is not public');
    return (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(condition, type);
  };
}
