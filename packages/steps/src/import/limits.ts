/** The numbers of the importers, as `spec/import.md` states them. ms unless said otherwise. */
export const importLimits = {
  /** Longest pause between two presses that the platform counts as one multi-click, where the recording does not say. */
  multiClick: 500,
  /** How far apart such presses may be on either axis, screen pixels, where the recording does not say. */
  multiClickDistance: 4,
  /** One notch of a wheel, CSS px. */
  notch: 100,
  /** A key pressed again without a release within this is held down. */
  autoRepeat: 1000,
  /** A modifier whose release never came is taken as released after this. */
  modifierHold: 60_000,
  /** How long a key pressed while a button is down waits for its release. */
  rollOver: 500,
  /** A clock that jumps back farther than this was started anew. */
  clockBack: 1000,
  /** Shortest pause between two points of a way. */
  pathSample: 50,
  /** A way that never leaves this circle around the press, px, is none. */
  pathStart: 4,
  /** Most points of a way. */
  pathPoints: 2000,
  /** Keys remembered as held down. */
  heldKeys: 64,
} as const;
