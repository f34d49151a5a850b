/** Runs what it is given, one task after the other. */
export type SerialQueue = <Result>(run: () => Promise<Result>) => Promise<Result>;

/** A queue that runs tasks in the order they were handed in. A task that fails holds up none after it. */
export function serialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const mine = last.then(run, run);
    last = mine.catch(() => undefined);
    return mine;
  };
}
