import type { Instant, Modifier } from '@assent/contracts';
import { importLimits } from './limits.ts';
import type { RecordedKey } from './recorded.ts';

/** A key press in our terms. */
export interface KeyPress {
  readonly key: string | null;
  readonly modifiers: Modifier[];
  readonly repeat: boolean;
}

const modifierKeys: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta']);
const reported: readonly Modifier[] = ['Alt', 'Control', 'Meta', 'Shift'];

/** Derives what a recording of bare keys lacks: which modifiers are down, whether a key repeats, what Caps Lock does. */
export class HeldKeys {
  readonly #isMac: boolean;
  /** Modifiers by the name that pairs them. */
  readonly #modifiers = new Map<string, { readonly key: string; readonly t: Instant }>();
  /** When each other key that is down was last pressed. */
  readonly #down = new Map<string, Instant>();
  #capsLock = false;

  constructor(options: { readonly isMac: boolean }) {
    this.#isMac = options.isMac;
  }

  /** Whether a key is a modifier. */
  isModifier(key: string | null): boolean {
    return key !== null && modifierKeys.has(key);
  }

  /** The modifiers held at `t`. */
  modifiersAt(t: Instant): Modifier[] {
    const held = this.#heldAt(t);
    return reported.filter((modifier) => held.has(modifier) && !(modifier === 'Control' && held.has('AltGraph')));
  }

  /** A modifier went down. */
  holdModifier({ id, key }: RecordedKey, t: Instant): void {
    if (key !== null) this.#modifiers.set(id ?? key, { key, t });
  }

  /** Any key that is no modifier went down. */
  press(recorded: RecordedKey, t: Instant): KeyPress {
    const repeat = this.#takeDown(recorded.id, t);
    const held = this.#heldAt(t);
    const key = held.has('Control') ? (letterOf(recorded.id) ?? recorded.key) : recorded.key;
    // A Mac shows Caps Lock in each character, and reports its two states as press and release; other systems show it in none.
    if (key === 'CapsLock' && !repeat && !this.#isMac) this.#capsLock = !this.#capsLock;
    if (key === null || Array.from(key).length !== 1) return { key, modifiers: this.modifiersAt(t), repeat };
    if (held.has('AltGraph')) {
      // AltGr makes characters; Windows reports it as Control and Alt.
      held.delete('Control');
      held.delete('Alt');
    } else if (this.#isMac && !held.has('Control') && !held.has('Meta')) held.delete('Alt');
    if (recorded.control) held.add('Control');
    const modifiers = reported.filter((modifier) => held.has(modifier));
    const isText = !modifiers.some((modifier) => modifier !== 'Shift');
    return { key: isText ? this.#cased(key, held.has('Shift')) : key, modifiers, repeat };
  }

  /** Any key went up. */
  release({ id, key }: RecordedKey): void {
    if (id !== null) this.#down.delete(id);
    if (key === null || !modifierKeys.has(key)) return;
    if (id !== null && this.#modifiers.delete(id)) return;
    // Some recorders name the left key at the press and the bare key at the release.
    for (const [name, held] of this.#modifiers) if (held.key === key) this.#modifiers.delete(name);
  }

  /** A gap: what is held now is not known. Caps Lock stays as it is. */
  reset(): void {
    this.#modifiers.clear();
    this.#down.clear();
  }

  #takeDown(id: string | null, t: Instant): boolean {
    if (id === null) return false;
    const last = this.#down.get(id);
    // A recording that loses releases must not fill memory.
    if (this.#down.size >= importLimits.heldKeys) this.#down.clear();
    this.#down.set(id, t);
    return last !== undefined && t - last <= importLimits.autoRepeat;
  }

  #heldAt(t: Instant): Set<string> {
    const held = new Set<string>();
    for (const [name, modifier] of this.#modifiers) {
      // Its release was never seen: the screen was locked, or the event is lost.
      if (t - modifier.t > importLimits.modifierHold) this.#modifiers.delete(name);
      else held.add(modifier.key);
    }
    return held;
  }

  /** The character with Caps Lock, unless it already shows it. */
  #cased(character: string, shift: boolean): string {
    if (!this.#capsLock) return character;
    const upper = character.toUpperCase();
    const lower = character.toLowerCase();
    if (upper === lower) return character;
    const changed = character === (shift ? upper : lower) ? (shift ? lower : upper) : character;
    return Array.from(changed).length === 1 ? changed : character;
  }
}

/** The letter that Control made a control character of; the keys that make such a character themselves have names. */
function letterOf(id: string | null): string | null {
  const code = id?.length === 1 ? id.charCodeAt(0) : 0;
  return code > 0 && code <= 26 ? String.fromCharCode(code + 0x60) : null;
}
