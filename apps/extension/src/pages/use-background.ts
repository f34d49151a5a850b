import { useCallback, useEffect, useState } from 'react';
import { explainError } from './ask.ts';

/** A value from the background: read at once, again every few seconds while the page is seen, and after every act. */
export interface Live<Value> {
  /** Null until the first answer. */
  readonly value: Value | null;
  /** What went wrong last, in words; null when nothing did. */
  readonly problem: string | null;
  readonly busy: boolean;
  /** Does something that gives the new value. */
  readonly act: (task: () => Promise<Value>) => void;
}

const refreshEvery = 2000;

/** Keeps a page in step with the background. `read` must be stable. */
export function useBackground<Value>(read: () => Promise<Value>): Live<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const take = useCallback(async (task: () => Promise<Value>) => {
    try {
      setValue(await task());
      setProblem(null);
    } catch (error) {
      setProblem(explainError(error));
    }
  }, []);
  useEffect(() => {
    void take(read);
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void take(read);
    }, refreshEvery);
    return () => clearInterval(timer);
  }, [read, take]);

  const act = (task: () => Promise<Value>) => {
    setBusy(true);
    void take(task).finally(() => setBusy(false));
  };
  return { value, problem, busy, act };
}
