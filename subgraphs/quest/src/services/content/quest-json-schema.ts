import { z } from 'zod';
import { questSchema } from './content-schema.js';

/** The JSON Schema of a quest file as authors write it, for editors; kept in `content/quest.schema.json`. */
export function questJsonSchema(): object {
  return { title: 'A quest', ...z.toJSONSchema(questSchema, { io: 'input', target: 'draft-7' }) };
}
