import type { Scene } from '@assent/safeguards';
import { type Colour, type Indicator, indicatorOfPage, type Light } from '../indicator/indicator.ts';
import type { ShadowRootOf } from '../protocol.ts';
import { openClosedTreesWith } from '../targets/shadow.ts';
import { measureCoarsely } from './coarse.ts';
import { Doubt, type DoubtReason } from './doubt.ts';
import { type Measured, measureScene } from './scene.ts';
import { drawn, Stillness } from './stillness.ts';

export type { DoubtReason } from './doubt.ts';

/**
 * How a page is measured: every word of it, or only what is larger than words of ordinary size, for a snapshot in which
 * those cannot be read.
 */
export type MeasuringDetail = 'words' | 'coarse';

/** A page of which a snapshot may be taken: what it shows, and the light by which an image of it proves how old it is. */
export interface MeasuredPage {
  readonly scene: Scene;
  readonly light: Light;
  readonly care: MeasuringDetail;
  /** Whether a field for secrets can be seen, where that matters. */
  readonly secret: boolean;
}

/** An answer of the page, or why there is none. */
export type SessionAnswer =
  | { readonly ok: true; readonly value: MeasuredPage }
  | { readonly ok: false; readonly why: DoubtReason };

/** The two halves of taking a snapshot, as the background calls them. */
export interface SnapshotSession {
  /** Measures, lights the indicator and waits until that can be seen. */
  begin(care: MeasuringDetail): Promise<SessionAnswer>;
  /** Says whether the page stayed exactly as it was measured. Always puts the light out. */
  end(): Promise<SessionAnswer>;
}

/** Where the isolated world keeps the session for the background to call. */
declare global {
  var assentSnapshots: SnapshotSession | undefined;
}

/** Lays a session out for the background. Nothing runs, and no event is listened to, until it calls. */
export function offerSnapshots(closedRootOf: ShadowRootOf): void {
  openClosedTreesWith(closedRootOf);
  globalThis.assentSnapshots ??= snapshotSession();
}

/** Makes a session for this document. */
function snapshotSession(): SnapshotSession {
  let watched: { readonly stillness: Stillness; readonly ready: MeasuredPage; readonly indicator: Indicator } | null =
    null;
  let slowBefore = false;
  const measure = (care: MeasuringDetail, { host }: Indicator): Measured => {
    if (care === 'coarse') return measureCoarsely(host);
    try {
      const measured = measureScene(host);
      slowBefore = false;
      return measured;
    } catch (error) {
      const isSlow = error instanceof Doubt && error.reason === 'slow';
      // Once is no reason: a machine that is busy now may not be later.
      if (!isSlow || slowBefore) throw error;
      slowBefore = true;
      throw new Doubt('unsure');
    }
  };
  const close = () => {
    watched?.stillness.end();
    watched?.indicator.dim();
    watched = null;
  };
  return {
    begin: (care) =>
      attempt(async () => {
        close();
        const indicator = indicatorOfPage();
        // No indicator, no snapshot (P2).
        if (indicator === null || !indicator.visible() || !indicator.shown()) throw new Doubt('hidden');
        const measured = measure(care, indicator);
        const { scene, secret } = measured;
        const stillness = new Stillness(measured);
        const ready = { scene, light: indicator.light(lightColour()), care, secret };
        watched = { stillness, ready, indicator };
        await drawn();
        stillness.check();
        return ready;
      }, close),
    end: () =>
      attempt(async () => {
        if (watched === null) throw new Doubt('moving');
        const { stillness, ready, indicator } = watched;
        await drawn();
        stillness.check();
        const { scene, secret } = measure(ready.care, indicator);
        stillness.check();
        // No event says that a style sheet changed: only the same measures prove the same appearance.
        const same = JSON.stringify(scene) === JSON.stringify(ready.scene) && secret === ready.secret;
        if (!same) throw new Doubt('moving');
        close();
        return ready;
      }, close),
  };
}

/** A colour that no earlier snapshot is likely to have had, far from every other one and from the light's own. */
function lightColour(): Colour {
  const [random = 0] = crypto.getRandomValues(new Uint8Array(1));
  const levels = [0, 128, 255] as const;
  const pick = random % 26;
  // 26 of the 27 combinations: the middle of all three is left out, any page might show it by chance.
  const index = pick < 13 ? pick : pick + 1;
  return [levels[index % 3] ?? 0, levels[Math.floor(index / 3) % 3] ?? 0, levels[Math.floor(index / 9)] ?? 0];
}

async function attempt(task: () => Promise<MeasuredPage>, close: () => void): Promise<SessionAnswer> {
  try {
    return { ok: true, value: await task() };
  } catch (error) {
    close();
    return { ok: false, why: error instanceof Doubt ? error.reason : 'unsure' };
  }
}
