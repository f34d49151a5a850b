/** Runs tasks one after the other, in the order they were handed in; a task that fails holds up nobody. */
export class Serial {
  #tail: Promise<unknown> = Promise.resolve();

  /** Runs a task after all before it, and gives its outcome. */
  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(task);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
