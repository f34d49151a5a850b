/**
 * Wall time that never runs backwards within a document, ms since the epoch.
 *
 * Wall time is read at each event, because the page's monotonic clock stands still while the machine sleeps; a wall
 * clock set back is held at the last instant given.
 */
export function captureClock(): (timeStamp?: number) => number {
  let last = 0;
  return (timeStamp) => {
    const age = timeStamp === undefined ? 0 : Math.max(0, performance.now() - timeStamp);
    last = Math.max(last, Math.round(Date.now() - age));
    return last;
  };
}
