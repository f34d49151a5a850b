import type { ReactElement } from 'react';
import type { MediaKind } from '@assent/contracts';
import { Callout, Card } from '@assent/ui';
import type { DecisionsView } from '@assent/device/requests';
import { ask } from './ask.ts';

/**
 * What may stay visible in snapshots: each kind by itself, off until the participant allows it. Empty where the program
 * keeps nothing or the participant agreed to no snapshots.
 */
export function MediaChoices(props: {
  readonly decisions: DecisionsView;
  readonly busy: boolean;
  readonly act: (task: () => Promise<DecisionsView>) => void;
}): ReactElement | null {
  const { decisions, busy, act } = props;
  const { snapshots, offered, allowed } = decisions.media;
  if (!snapshots || offered.length === 0) return null;
  return (
    <Card title="What may stay visible in snapshots">
      <p>
        The program would like to keep what is listed below. It is covered in every snapshot unless you allow it here.
        Not allowing it has no consequence, and nobody is told.
      </p>
      <Callout tone="wait">
        An image on a page can show faces or private papers; nothing can mask what is inside it.
      </Callout>
      <ul className="rows plain">
        {offered.map((kind) => {
          const isAllowed = allowed.includes(kind);
          const [title, detail] = words[kind];
          return (
            <li key={kind}>
              <label className="tick">
                <input
                  type="checkbox"
                  checked={isAllowed}
                  disabled={busy || (decisions.changed && !isAllowed)}
                  onChange={() => act(() => ask({ type: 'allow-media', kind, allowed: !isAllowed }))}
                />
                <span>
                  {title}
                  <br />
                  <span className="soft small">{detail}</span>
                </span>
              </label>
            </li>
          );
        })}
      </ul>
      <p className="soft small">
        Always covered: QR codes, portraits as far as they can be recognised, calls and your camera, the contents of
        fields, images that the page describes with one of your hidden words, everything on a site of which you keep
        only the interface, and everything while a password field is visible. You can take this back at any time; that
        applies from the next snapshot on. A new version of the program begins with everything covered.
      </p>
    </Card>
  );
}

const words: Readonly<Record<MediaKind, readonly [title: string, detail: string]>> = {
  images: ['Images', 'Photos, scans and the like on a page.'],
  video: ['Video', 'One still image of a video, as it was at the moment of the snapshot.'],
  canvas: ['What a page draws itself', 'Charts, maps and whole drawn applications, with all that is written in them.'],
};
