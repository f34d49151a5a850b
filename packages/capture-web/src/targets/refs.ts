const refs = new WeakMap<Element, string>();
let count = 0;

/** A name for an element that is stable while its document lives, and says nothing about it. */
export function refOf(element: Element): string {
  let ref = refs.get(element);
  if (ref === undefined) {
    count += 1;
    ref = `e${count}`;
    refs.set(element, ref);
  }
  return ref;
}
