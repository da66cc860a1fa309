import { z } from 'zod';
import { code } from './authored-text.js';

const length = z
  .tuple([z.int().min(0), z.int().min(0).max(50)])
  .describe('Shortest and longest: [0, 6]. 0 draws empty ones too.');

/** How the value of an argument is drawn, the smallest cases first; bounds are inclusive. */
export const drawSchema = z.union([
  z.strictObject({ int: z.tuple([z.int(), z.int()]).describe('Least and greatest: [0, 20]') }),
  z.strictObject({
    float: z.tuple([z.number(), z.number()]).describe('Least and greatest: [0, 20]'),
    decimals: z.int().min(0).max(10).optional().describe('Digits after the point; 2 when absent.'),
  }),
  z.strictObject({ bool: z.literal(true) }),
  z.strictObject({ text: z.string().min(1).describe('The characters to draw from: "abc é"'), length }),
  z.strictObject({ oneOf: z.array(code).min(1, 'needs at least one value').describe('Python literals.') }),
  z.strictObject({
    get list() {
      return drawSchema;
    },
    length,
  }),
  z.strictObject({
    get tuple() {
      return z.array(drawSchema).min(1, 'needs at least one item');
    },
  }),
  z.strictObject({
    get dict() {
      return z.strictObject({ keys: drawSchema, values: drawSchema });
    },
    length,
  }),
]);

/** How one value is drawn. */
export type Draw = z.infer<typeof drawSchema>;
