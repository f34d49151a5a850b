/** Writes recordings as AgentNetTool and DuckTrack do: JSON Lines in the spelling of Python's `json.dumps`. */
export class RecordingScript {
  readonly #lines: string[] = [];
  readonly #numbered: boolean;
  #ms = 12_500;
  #index = 0;
  #x = 400;
  #y = 300;

  constructor(options: { readonly numbered?: boolean } = {}) {
    this.#numbered = options.numbered ?? true;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Now, in seconds of the recording's clock. */
  get now(): number {
    return this.#ms / 1000;
  }

  wait(ms: number): this {
    this.#ms += ms;
    return this;
  }

  /** A line as it is, whatever it is. */
  raw(line: string): this {
    this.#lines.push(line);
    return this;
  }

  /** An event of any shape. */
  event(action: string, body: Readonly<Record<string, unknown>> = {}): this {
    const index = this.#numbered ? { event_idx: this.#index++ } : {};
    return this.raw(pythonJson({ time_stamp: this.#ms / 1000, action, ...body, ...index }));
  }

  move(x: number, y: number): this {
    this.#x = x;
    this.#y = y;
    return this.event('move', { x, y });
  }

  down(button = 'left'): this {
    return this.event('click', { x: this.#x, y: this.#y, button, pressed: true });
  }

  up(button = 'left'): this {
    return this.event('click', { x: this.#x, y: this.#y, button, pressed: false });
  }

  /** Down, 80 ms, up, 40 ms. */
  click(button = 'left', hold = 80): this {
    return this.down(button).wait(hold).up(button).wait(40);
  }

  drag(toX: number, toY: number, button = 'left'): this {
    const [fromX, fromY] = [this.#x, this.#y];
    this.down(button);
    for (const part of [1, 2, 3, 4]) {
      this.wait(60).move(fromX + ((toX - fromX) * part) / 4, fromY + ((toY - fromY) * part) / 4);
    }
    return this.wait(60).up(button).wait(40);
  }

  scroll(dy: number, dx = 0): this {
    return this.event('scroll', { x: this.#x, y: this.#y, dx, dy }).wait(60);
  }

  press(name: string | null): this {
    return this.event('press', { name });
  }

  release(name: string | null): this {
    return this.event('release', { name });
  }

  /** Press, 60 ms, release, 60 ms, of each in turn. */
  tap(...names: readonly (string | null)[]): this {
    for (const name of names) this.press(name).wait(60).release(name).wait(60);
    return this;
  }

  /** Each character tapped; a space under its name. */
  type(text: string): this {
    return this.tap(...Array.from(text, (character) => (character === ' ' ? 'space' : character)));
  }

  /** Something done while keys are held. */
  holding(names: readonly string[], act: (script: this) => void): this {
    for (const name of names) this.press(name).wait(80);
    act(this);
    for (const name of names.toReversed()) this.release(name).wait(40);
    return this;
  }
}

/** JSON as Python spells it by default: `, ` and `: `, and nothing beyond ASCII. */
function pythonJson(body: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(body).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{${fields.join(', ')}}`.replaceAll(
    /[\u0080-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
