import type { Target } from '@assent/contracts';
import type { ShadowRootOf } from '../protocol.ts';
import { openClosedTreesWith, shadowRootOf } from '../targets/shadow.ts';
import { controlAt, describe } from '../targets/target.ts';

/** More than this is not read: who asks for a preview wants to see it, not to wait. */
const maxElements = 6000;
const maxControls = 250;
const maxTime = 800;

/** A control as recording would describe it; raw page text. */
type PreviewedControl = Pick<Target, 'role' | 'name' | 'field'>;

/** What a preview of a document found. */
export interface DocumentPreview {
  readonly path: string;
  readonly title: string;
  readonly controls: readonly PreviewedControl[];
  /** Whether there is more than was read. */
  readonly more: boolean;
}

/**
 * Reads a document once, with the code that recording describes controls with. Returns what it found to the caller and
 * leaves nothing behind: no listener, nothing stored, nothing sent. The content of fields is not read.
 */
export function previewDocument(closedRootOf: ShadowRootOf): DocumentPreview {
  openClosedTreesWith(closedRootOf);
  const deadline = performance.now() + maxTime;
  const controls = new Map<Element, PreviewedControl>();
  let elements = 0;
  let more = false;
  const visit = (element: Element): void => {
    elements++;
    more ||= elements > maxElements || controls.size >= maxControls || performance.now() > deadline;
    if (more || !isShown(element)) return;
    const control = controlAt(element);
    if (!controls.has(control) && isShown(control)) {
      const { role, name, field } = describe(control);
      controls.set(control, { role, name, field });
    }
    for (const child of shadowRootOf(element)?.children ?? element.children) visit(child);
  };
  // The indicator is beside the body: it is ours and no part of the page.
  if (document.body !== null) visit(document.body);
  return {
    path: location.pathname,
    title: document.title,
    // What has neither name nor field is recorded as a press on a part of the page; there is nothing to see in it.
    controls: [...controls.values()].filter(isInformative),
    more,
  };
}

function isInformative({ role, name, field }: PreviewedControl): boolean {
  // A row says again what its cells say, and is hardly ever what is pressed.
  return (name !== '' && role !== 'row') || field.kind !== 'none' || field.secret !== null;
}

function isShown(element: Element): boolean {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
}
