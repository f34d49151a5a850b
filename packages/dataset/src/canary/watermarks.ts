import { createHmac } from 'node:crypto';
import { fromBase64Url, utf8, type CanaryNote } from '@assent/contracts';

/**
 * The watermarks of one recipient's copy (spec/canaries.md): the names and positions of this copy and, but for chance,
 * in no other. All follow from the note's key; its holders can find the watermarks, nobody else can.
 */
export interface Watermarks {
  /** The name that replaces a name of the release in this copy. Its second half checks its first. */
  rename(name: string): string;
  /** Whether a name is of this copy. Another one passes with probability 2⁻⁶⁴. */
  owns(name: string): boolean;
  /** The residues (0 to 15) that both axes of a position in this cell have in this copy. */
  residuesAt(cell: Cell): { readonly x: number; readonly y: number };
}

/** A square of 16 × 16 steps of a ten-thousandth of the viewport. */
export interface Cell {
  readonly x: number;
  readonly y: number;
}

/** Shares of the viewport are counted in ten-thousandths: the precision that survives every export. */
export const stepsPerSide = 10_000;
/** Steps of a cell's side; a residue is a position among them. */
export const cellSteps = 16;

const half = 16;

/** The watermarks that a note's key makes. */
export function watermarksOf(note: CanaryNote): Watermarks {
  const key = createHmac('sha256', fromBase64Url(note.key))
    .update(utf8(`assent/canary/v1\0${note.build}\0${note.recipient}`))
    .digest();
  const derive = (...parts: readonly string[]): Buffer => createHmac('sha256', key).update(parts.join('\0')).digest();
  const checkOf = (kind: string, first: string): string => derive('check', kind, first).toString('hex').slice(0, half);
  return {
    rename(name) {
      const kind = name.slice(0, 2);
      const first = derive('name', name).toString('hex').slice(0, half);
      return `${kind}${first}${checkOf(kind, first)}`;
    },
    owns(name) {
      const [kind, hex] = [name.slice(0, 2), name.slice(2)];
      return hex.length === 2 * half && checkOf(kind, hex.slice(0, half)) === hex.slice(half);
    },
    residuesAt({ x, y }) {
      const bytes = derive('position', String(x), String(y));
      // The digest has 32 bytes.
      return { x: (bytes[0] ?? 0) % cellSteps, y: (bytes[1] ?? 0) % cellSteps };
    },
  };
}

/** A share of the viewport as whole steps, and the cell's number and the position in it that they make. */
export function placeOf(share: number): { readonly cell: number; readonly residue: number } {
  const steps = Math.round(share * stepsPerSide);
  return { cell: Math.floor(steps / cellSteps), residue: steps % cellSteps };
}
