import { type ReactElement, useState } from 'react';
import type { Step } from '@assent/contracts';
import { pixelRules } from '@assent/safeguards/pixel-rules';
import { Button } from '@assent/ui';
import { ask } from './ask.ts';

const alt =
  'The page before this step; private words, fields and images are covered, except what you allowed to stay (where tasks are assigned, of words only those that show by their form that they are private).';
const smallAlt = 'The page before this step, small and in shades of grey, too coarse to read.';

/** A step's snapshot, exactly as it would be sent. Fetched when asked for. */
export function SnapshotImage(props: { readonly observation: NonNullable<Step['observation']> }): ReactElement {
  const { shot, width, height } = props.observation;
  const [address, setAddress] = useState<string | null>(null);
  const [gone, setGone] = useState(false);
  const show = () =>
    void ask({ type: 'snapshot', digest: shot })
      .then(({ address }) => (address === null ? setGone(true) : setAddress(address)))
      .catch(() => setGone(true));
  if (gone) return <p className="soft small">The snapshot is not on this device any more.</p>;
  if (address === null) {
    return (
      <Button kind="quiet" onPress={show}>
        Show snapshot
      </Button>
    );
  }
  return (
    <img
      className="snapshot"
      src={address}
      width={width}
      height={height}
      alt={width <= pixelRules.small.maxWidth ? smallAlt : alt}
    />
  );
}
