/**
 * A simulated person's hand: real mouse and keyboard input, aimed by what controls are called.
 *
 * A hand keeps its own record of what it did. That record, not the recorder's, is the truth the demo and the
 * end-to-end tests compare a dataset with.
 */

/** A control as a person would point it out. */
export interface Aim {
  readonly role: 'button' | 'textbox' | 'searchbox' | 'combobox' | 'checkbox' | 'heading' | 'list';
  readonly name: string;
}

/** One thing the hand did. `text` is only in this process's memory. */
export type HandAction =
  | { readonly did: 'click' | 'double_click'; readonly at: Aim }
  | { readonly did: 'type'; readonly at: Aim; readonly text: string; readonly secret: boolean }
  | { readonly did: 'select'; readonly at: Aim; readonly option: string }
  | { readonly did: 'check'; readonly at: Aim; readonly checked: boolean }
  | { readonly did: 'key'; readonly keys: string }
  | { readonly did: 'scroll'; readonly at: Aim }
  | { readonly did: 'navigate'; readonly path: string };

export interface Hand {
  /** Opens an address as if typed into the address bar. */
  visit(url: string): Promise<void>;
  click(at: Aim): Promise<void>;
  doubleClick(at: Aim): Promise<void>;
  /** Clicks into the field and types. `secret` marks what must never be seen again. */
  type(at: Aim, text: string, options?: { readonly secret?: boolean }): Promise<void>;
  /** Replaces the content of the focused field, which is already focused and selected. */
  retype(at: Aim, text: string): Promise<void>;
  press(keys: string): Promise<void>;
  /** Chooses an option of a native select by keyboard. */
  select(at: Aim, option: string): Promise<void>;
  check(at: Aim): Promise<void>;
  scroll(at: Aim, deltaY: number): Promise<void>;
  /** Looks at the screen for a moment, as people do. */
  rest(ms: number): Promise<void>;
  /** What was done so far, in order. */
  actions(): readonly HandAction[];
}
