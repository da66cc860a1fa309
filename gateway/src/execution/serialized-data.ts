/** The data of an answer as JSON text, made once. Whoever turns it into JSON gets the same; nobody else may look into it. */
export class SerializedData {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}
